import type { Commit, PipelineStatus } from '@slipway/plugin-gitops-common';
import type { RepositoryRunsWire, RunWire } from '../client/wire';
import { firstLine } from '../repositories/mapCommit';
import { mapStatus } from './mapStatus';

/** A workflow run, whichever of GitHub's APIs told of it. */
export interface GithubRun {
  readonly id: string;
  readonly number: number;
  readonly workflow: {
    readonly name: string;
    /** Without its folder, for example `delivery.yml`; absent for what GitHub runs by itself. */
    readonly file?: string;
  };
  readonly event: string;
  readonly status: PipelineStatus;
  readonly branch?: string;
  readonly sha: string;
  readonly commit?: Commit;
  readonly createdAt: string;
  readonly startedAt?: string;
  readonly updatedAt?: string;
  readonly webUrl?: string;
  /** Node of its check suite. */
  readonly suite?: string;
}

/** A run of the REST API. */
export function runOfRest(run: RunWire): GithubRun {
  const commit = run.head_commit;
  const repositoryUrl = run.html_url?.replace(/\/actions\/.*$/, '');
  return {
    id: run.id,
    number: run.run_number,
    workflow: { name: run.name ?? '', file: fileOf(run.path) },
    event: run.event,
    status: mapStatus(run.status, run.conclusion),
    branch: run.head_branch,
    sha: run.head_sha,
    commit: commit
      ? {
          sha: commit.id,
          title: firstLine(commit.message),
          authorName: commit.author?.name,
          authoredAt: commit.timestamp,
          webUrl: repositoryUrl && `${repositoryUrl}/commit/${commit.id}`,
        }
      : undefined,
    createdAt: run.created_at,
    startedAt: run.run_started_at ?? run.created_at,
    updatedAt: run.updated_at,
    webUrl: run.html_url,
    suite: run.check_suite_node_id,
  };
}

/** The runs of a repository's newest commits as GraphQL tells them, newest first. */
export function runsOfHistory(repository: RepositoryRunsWire): GithubRun[] {
  const { name: branch = '', target = undefined } =
    repository.defaultBranchRef ?? {};
  return (target?.history ?? [])
    .flatMap(commit =>
      commit.checkSuites.flatMap(suite => {
        const run = suite.workflowRun;
        // A commit can be the head of other branches too.
        if (!run || (suite.branch && suite.branch.name !== branch)) {
          return [];
        }
        return [
          {
            id: run.databaseId,
            number: run.runNumber,
            workflow: {
              name: run.workflow.name,
              file: fileOf(run.workflow.url),
            },
            event: run.event,
            status: mapStatus(suite.status, suite.conclusion),
            branch,
            sha: commit.oid,
            commit: {
              sha: commit.oid,
              title: commit.messageHeadline,
              authorName: commit.author?.name,
              authoredAt: commit.authoredDate,
              webUrl: commit.url,
            },
            createdAt: run.createdAt,
            startedAt: run.createdAt,
            updatedAt: run.updatedAt,
            webUrl: run.url,
            suite: suite.id,
          },
        ];
      }),
    )
    .sort((a, b) => Number(b.id) - Number(a.id));
}

/** `.github/workflows/delivery.yml` or `https://github.com/shop/orders/actions/workflows/delivery.yml`. */
function fileOf(path: string | undefined): string | undefined {
  const file = path?.split('@')[0].split('/').pop();
  return file && /\.ya?ml$/.test(file) ? file : undefined;
}
