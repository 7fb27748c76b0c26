import type { GitLabIntegration } from '@backstage/integration';
import { NotFoundError } from '@backstage/errors';
import type { CallOptions } from '@slipway/plugin-gitops-node';
import {
  GitlabHttp,
  type GitlabHttpOptions,
  type GraphqlCall,
} from './GitlabHttp';
import {
  latestPipelinesQuery,
  pipelineJobsQuery,
  recentPipelinesQuery,
  sharedPipelinesQuery,
} from './queries';
import {
  commitAnswer,
  commitsAnswer,
  compareAnswer,
  latestPipelinesAnswer,
  pipelineJobsAnswer,
  recentPipelinesAnswer,
  sharedPipelinesAnswer,
  type CommitWire,
  type CompareWire,
  type JobWire,
  type ProjectRunsWire,
  type SharedProjectRunsWire,
} from './wire';

/** Which runs of a branch are wanted. */
export interface RunsOfBranch extends CallOptions {
  readonly ref: string;
  readonly first: number;
}

const mostJobPages = 10;

/** The calls of one GitLab host that the providers need. Projects are named by their full path. */
export class GitlabClient {
  readonly #http: GitlabHttp;

  constructor(integration: GitLabIntegration, options?: GitlabHttpOptions) {
    this.#http = new GitlabHttp(integration, options);
  }

  /** At most 50 paths; projects that cannot be seen are left out. */
  async latestPipelines(
    paths: readonly string[],
    { ref, first, signal }: RunsOfBranch,
  ): Promise<readonly ProjectRunsWire[]> {
    const { projects } = await this.#http.graphql(
      {
        query: latestPipelinesQuery,
        variables: { paths, ref, first },
        purpose: `read the pipelines of ${paths.length} projects`,
        signal,
      },
      latestPipelinesAnswer,
    );
    return projects;
  }

  async recentPipelines(
    path: string,
    runs: RunsOfBranch,
  ): Promise<ProjectRunsWire> {
    const { project } = await this.#http.graphql(
      this.#runsCall(recentPipelinesQuery, path, runs),
      recentPipelinesAnswer,
    );
    return project ?? this.#missing(path);
  }

  /** As `recentPipelines`, each run with the states of its jobs. */
  async sharedPipelines(
    path: string,
    runs: RunsOfBranch,
  ): Promise<SharedProjectRunsWire> {
    const { project } = await this.#http.graphql(
      this.#runsCall(sharedPipelinesQuery, path, runs),
      sharedPipelinesAnswer,
    );
    return project ?? this.#missing(path);
  }

  /** Every job of a run, retried ones included. */
  async pipelineJobs(
    path: string,
    iid: string,
    { signal }: CallOptions = {},
  ): Promise<readonly JobWire[]> {
    const jobs: JobWire[] = [];
    let after: string | undefined;
    for (let page = 0; page < mostJobPages; page++) {
      const { project } = await this.#http.graphql(
        {
          query: pipelineJobsQuery,
          variables: { path, iid, after },
          purpose: `read the jobs of pipeline #${iid} of ${path}`,
          signal,
        },
        pipelineJobsAnswer,
      );
      const connection = project?.pipeline?.jobs;
      for (const job of connection?.nodes ?? []) {
        if (job) {
          jobs.push(job);
        }
      }
      after = connection?.pageInfo.endCursor;
      if (!connection?.pageInfo.hasNextPage || !after) {
        break;
      }
    }
    return jobs;
  }

  async retryPipeline(
    path: string,
    id: string,
    { signal }: CallOptions = {},
  ): Promise<void> {
    await this.#http.post({
      segments: ['projects', path, 'pipelines', id, 'retry'],
      purpose: `retry a pipeline of ${path}`,
      signal,
    });
  }

  async retryJob(
    path: string,
    id: string,
    { signal }: CallOptions = {},
  ): Promise<void> {
    await this.#http.post({
      segments: ['projects', path, 'jobs', id, 'retry'],
      purpose: `retry a job of ${path}`,
      signal,
    });
  }

  async playJob(
    path: string,
    id: string,
    { signal }: CallOptions = {},
  ): Promise<void> {
    await this.#http.post({
      segments: ['projects', path, 'jobs', id, 'play'],
      purpose: `start a job of ${path}`,
      signal,
    });
  }

  async compare(
    path: string,
    from: string,
    to: string,
    { signal }: CallOptions = {},
  ): Promise<CompareWire> {
    return this.#http.getJson(
      {
        segments: ['projects', path, 'repository', 'compare'],
        query: [
          ['from', from],
          ['to', to],
        ],
        purpose: `compare ${from} with ${to} in ${path}`,
        signal,
      },
      compareAnswer,
    );
  }

  /** Newest commit that both revisions have in common; undefined when there is none. */
  async mergeBase(
    path: string,
    revisions: readonly string[],
    { signal }: CallOptions = {},
  ): Promise<CommitWire | undefined> {
    try {
      return await this.#http.getJson(
        {
          segments: ['projects', path, 'repository', 'merge_base'],
          query: revisions.map(revision => ['refs[]', revision] as const),
          purpose: `find the common commit of ${revisions.join(' and ')} in ${path}`,
          signal,
        },
        commitAnswer,
      );
    } catch (error) {
      if (error instanceof NotFoundError) {
        return undefined;
      }
      throw error;
    }
  }

  /** The newest 100 that changed a folder, as seen from a revision. */
  async commitsOfFolder(
    path: string,
    folder: string,
    revision: string,
    { signal }: CallOptions = {},
  ): Promise<readonly CommitWire[]> {
    return this.#http.getJson(
      {
        segments: ['projects', path, 'repository', 'commits'],
        query: [
          ['ref_name', revision],
          ['path', folder],
          ['per_page', '100'],
        ],
        purpose: `list the commits to ${folder} of ${path}`,
        signal,
      },
      commitsAnswer,
    );
  }

  async commit(
    path: string,
    sha: string,
    { signal }: CallOptions = {},
  ): Promise<CommitWire> {
    return this.#http.getJson(
      {
        segments: ['projects', path, 'repository', 'commits', sha],
        purpose: `read commit ${sha} of ${path}`,
        signal,
      },
      commitAnswer,
    );
  }

  async readFile(
    path: string,
    file: string,
    ref: string,
    { signal }: CallOptions = {},
  ): Promise<string> {
    return this.#http.getText({
      segments: ['projects', path, 'repository', 'files', file, 'raw'],
      query: [['ref', ref]],
      purpose: `read ${file} at ${ref} of ${path}`,
      signal,
    });
  }

  #runsCall(
    query: string,
    path: string,
    { ref, first, signal }: RunsOfBranch,
  ): GraphqlCall {
    const purpose = `read the pipelines of ${path}`;
    return { query, variables: { path, ref, first }, purpose, signal };
  }

  #missing(path: string): never {
    // GraphQL answers null for what does not exist and for what the token may not see alike.
    throw new NotFoundError(
      `GitLab ${this.#http.host} could not read the pipelines of ${path}: the project does not exist, or is hidden from the token that is configured`,
    );
  }
}
