import { ConflictError } from '@backstage/errors';
import type {
  GithubCredentialsProvider,
  GithubIntegrationConfig,
} from '@backstage/integration';
import type { CallOptions } from '@slipway/plugin-gitops-node';
import { GithubContents } from './GithubContents';
import { GithubHttp, type GithubHttpOptions } from './GithubHttp';
import { inRepository } from './inRepository';
import {
  checkRunsQuery,
  latestRunsQuery,
  pendingEnvironmentQuery,
} from './queries';
import {
  checkRunsAnswer,
  jobsAnswer,
  latestRunsAnswer,
  oneJobAnswer,
  oneRunAnswer,
  pendingDeploymentsAnswer,
  pendingEnvironmentAnswer,
  repositoryAnswer,
  runsAnswer,
  type JobWire,
  type PendingDeploymentWire,
  type RepositoryRunsWire,
  type RunWire,
} from './wire';

/** Which runs of a repository are wanted. */
export interface RunsOfBranch extends CallOptions {
  readonly branch: string;
  readonly limit: number;
  /** File of the workflow, for example `delivery.yml`. */
  readonly workflow?: string;
}

/** The newest try of a job as its check run tells it. */
export interface CheckRun {
  readonly id: string;
  readonly name: string;
  readonly status?: string;
  readonly conclusion?: string;
  readonly startedAt?: string;
}

const mostJobPages = 10;
const pageSize = 100;
const read = 'read access to Actions';

/** The calls of one GitHub host that are about Actions. Repositories are named `owner/name`. */
export class GithubClient {
  readonly contents: GithubContents;
  readonly #http: GithubHttp;

  constructor(
    config: GithubIntegrationConfig,
    credentials: GithubCredentialsProvider,
    options?: GithubHttpOptions,
  ) {
    this.#http = new GithubHttp(config, credentials, options);
    this.contents = new GithubContents(this.#http);
  }

  /** In the order of the repositories, which share one owner's credentials; undefined for what cannot be seen. */
  async latestRuns(
    repositories: readonly string[],
    { commits, signal }: CallOptions & { readonly commits: number },
  ): Promise<readonly (RepositoryRunsWire | undefined)[]> {
    const names = repositories.flatMap((repository, i) => {
      const [owner, name] = repository.split('/');
      return [
        [`o${i}`, owner],
        [`n${i}`, name],
      ];
    });
    const found = await this.#http.graphql(
      {
        account: repositories[0],
        query: latestRunsQuery(repositories.length),
        variables: { ...Object.fromEntries(names), commits },
        purpose: `read the workflow runs of ${repositories.length} repositories`,
        permission: read,
        signal,
      },
      latestRunsAnswer,
    );
    return repositories.map((_, i) => found[`r${i}`] ?? undefined);
  }

  /** The jobs of several runs of one owner, by check suite. */
  async checkRuns(
    repository: string,
    suites: readonly string[],
    { signal }: CallOptions = {},
  ): Promise<ReadonlyMap<string, readonly CheckRun[]>> {
    const { nodes } = await this.#http.graphql(
      {
        account: repository,
        query: checkRunsQuery,
        variables: { suites },
        purpose: `read the jobs of ${suites.length} runs`,
        permission: 'read access to Checks',
        signal,
      },
      checkRunsAnswer,
    );
    return new Map(
      nodes.flatMap(node =>
        node?.id
          ? [
              [
                node.id,
                node.checkRuns.map(({ databaseId, ...about }) => ({
                  id: databaseId,
                  ...about,
                })),
              ] as const,
            ]
          : [],
      ),
    );
  }

  async defaultBranch(
    repository: string,
    { signal }: CallOptions = {},
  ): Promise<string> {
    const { default_branch: branch } = await this.#http.getJson(
      {
        account: repository,
        segments: inRepository(repository),
        purpose: `read ${repository}`,
        permission: 'read access to Metadata',
        signal,
      },
      repositoryAnswer,
    );
    return branch;
  }

  /** Newest first, at most 100. */
  async runs(
    repository: string,
    { branch, limit, workflow, signal }: RunsOfBranch,
  ): Promise<readonly RunWire[]> {
    const { workflow_runs: runs } = await this.#http.getJson(
      {
        account: repository,
        segments: inRepository(
          repository,
          'actions',
          ...(workflow ? ['workflows', workflow] : []),
          'runs',
        ),
        query: [
          ['branch', branch],
          ['per_page', String(Math.min(limit, pageSize))],
          ['exclude_pull_requests', 'true'],
        ],
        purpose: `read the workflow runs of ${repository}`,
        permission: read,
        signal,
      },
      runsAnswer,
    );
    return runs;
  }

  async run(
    repository: string,
    id: string,
    { signal }: CallOptions = {},
  ): Promise<RunWire> {
    return this.#http.getJson(
      {
        account: repository,
        segments: inRepository(repository, 'actions', 'runs', id),
        purpose: `read a workflow run of ${repository}`,
        permission: read,
        signal,
      },
      oneRunAnswer,
    );
  }

  /** Newest try of each job of a run. */
  async jobs(
    repository: string,
    runId: string,
    { signal }: CallOptions = {},
  ): Promise<readonly JobWire[]> {
    const jobs: JobWire[] = [];
    for (let page = 1; page <= mostJobPages; page++) {
      const answer = await this.#http.getJson(
        {
          account: repository,
          segments: inRepository(repository, 'actions', 'runs', runId, 'jobs'),
          query: [
            ['filter', 'latest'],
            ['per_page', String(pageSize)],
            ['page', String(page)],
          ],
          purpose: `read the jobs of a workflow run of ${repository}`,
          permission: read,
          signal,
        },
        jobsAnswer,
      );
      jobs.push(...answer.jobs);
      if (answer.jobs.length < pageSize || jobs.length >= answer.total_count) {
        break;
      }
    }
    return jobs;
  }

  async job(
    repository: string,
    id: string,
    { signal }: CallOptions = {},
  ): Promise<JobWire> {
    return this.#http.getJson(
      {
        account: repository,
        segments: inRepository(repository, 'actions', 'jobs', id),
        purpose: `read a job of ${repository}`,
        permission: read,
        signal,
      },
      oneJobAnswer,
    );
  }

  /** The environments that a run waits for. */
  async pendingDeployments(
    repository: string,
    runId: string,
    { signal }: CallOptions = {},
  ): Promise<readonly PendingDeploymentWire[]> {
    return this.#http.getJson(
      {
        account: repository,
        segments: inRepository(
          repository,
          'actions',
          'runs',
          runId,
          'pending_deployments',
        ),
        purpose: `read what a workflow run of ${repository} waits for`,
        permission: 'read access to Actions and Deployments',
        signal,
      },
      pendingDeploymentsAnswer,
    );
  }

  /** Number of the environment that a waiting job is for. */
  async environmentOfJob(
    repository: string,
    job: JobWire,
    { signal }: CallOptions = {},
  ): Promise<number> {
    const { node } = await this.#http.graphql(
      {
        account: repository,
        query: pendingEnvironmentQuery,
        variables: { job: job.node_id },
        purpose: `read what a job of ${repository} waits for`,
        permission: 'read access to Checks and Deployments',
        signal,
      },
      pendingEnvironmentAnswer,
    );
    const environment = node?.pendingDeploymentRequest?.environment;
    if (!environment) {
      throw new ConflictError(
        `GitHub ${this.#http.host} does not say for which environment ${job.name} of ${repository} waits: approve it on GitHub`,
      );
    }
    return environment.databaseId;
  }

  async approve(
    repository: string,
    runId: string,
    environmentId: number,
    { signal }: CallOptions = {},
  ): Promise<void> {
    await this.#http.post(
      {
        account: repository,
        segments: inRepository(
          repository,
          'actions',
          'runs',
          runId,
          'pending_deployments',
        ),
        purpose: `approve a deployment of ${repository}`,
        permission:
          'write access to Deployments, and its user must be a reviewer of the environment',
        signal,
      },
      {
        environment_ids: [environmentId],
        state: 'approved',
        comment: 'Approved in Backstage.',
      },
    );
  }

  async rerun(
    repository: string,
    runId: string,
    which: 'rerun' | 'rerun-failed-jobs',
    { signal }: CallOptions = {},
  ): Promise<void> {
    await this.#http.post({
      account: repository,
      segments: inRepository(repository, 'actions', 'runs', runId, which),
      purpose: `run a workflow of ${repository} again`,
      permission: 'write access to Actions',
      signal,
    });
  }
}
