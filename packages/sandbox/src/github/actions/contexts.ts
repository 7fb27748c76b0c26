import type { GitCommit } from '../../git';
import { TOKEN_USER } from '../model/accounts';
import type { PullRequest } from '../model/PullRequests';
import type { Repository } from '../model/Repositories';
import type { Variable } from '../model/Variables';
import { jobResult, latestJobs } from './jobResult';
import type { WorkflowJob, WorkflowRun } from './model';
import { checkoutFolder } from './runnerFolders';

/** What expressions of a run can know besides the run itself. */
export interface RunFacts {
  readonly repository: Repository;
  readonly defaultBranch: string;
  readonly commit: GitCommit;
  readonly pullRequest?: PullRequest;
  readonly baseUrl: string;
}

/** Stands for every secret: they are never opened, and a log may show it. */
export const HIDDEN = '***';

/** The `github` context (https://docs.github.com/actions/reference/workflows-and-actions/contexts). */
export function githubContext(
  run: WorkflowRun,
  { repository, defaultBranch, commit, pullRequest, baseUrl }: RunFacts,
): Readonly<Record<string, unknown>> {
  const isTag = run.ref.startsWith('refs/tags/');
  return {
    event_name: run.event,
    ref: run.ref,
    ref_name: run.ref.replace(/^refs\/(heads|tags|pull)\//, ''),
    ref_type: isTag ? 'tag' : 'branch',
    ref_protected: false,
    head_ref: pullRequest?.head ?? '',
    base_ref: pullRequest?.base ?? '',
    sha: run.sha,
    repository: repository.fullName,
    repository_id: String(repository.id),
    repository_owner: repository.owner,
    repositoryUrl: `${baseUrl}/${repository.fullName}.git`,
    actor: TOKEN_USER,
    triggering_actor: TOKEN_USER,
    workflow: run.workflowName,
    workflow_ref: `${repository.fullName}/${run.path}@${run.ref}`,
    workflow_sha: run.sha,
    run_id: String(run.id),
    run_number: String(run.number),
    run_attempt: String(run.attempt),
    server_url: baseUrl,
    api_url: `${baseUrl}/api/v3`,
    graphql_url: `${baseUrl}/api/graphql`,
    workspace: workspaceOf(repository),
    token: HIDDEN,
    event: {
      ref: run.ref,
      before: run.beforeSha ?? '0'.repeat(40),
      after: run.sha,
      action: run.action ?? null,
      inputs: run.inputs,
      forced: false,
      created: run.beforeSha === undefined,
      deleted: false,
      head_commit: {
        id: commit.sha,
        message: commit.message.trimEnd(),
        author: { name: commit.authorName, email: commit.authorEmail },
      },
      repository: {
        id: repository.id,
        name: repository.name,
        full_name: repository.fullName,
        default_branch: defaultBranch,
        private: repository.private,
      },
      sender: { login: TOKEN_USER },
      ...(pullRequest && {
        number: pullRequest.number,
        pull_request: {
          number: pullRequest.number,
          title: pullRequest.title,
          draft: pullRequest.draft,
          head: { ref: pullRequest.head, sha: run.sha },
          base: { ref: pullRequest.base },
        },
      }),
    },
  };
}

/** Where the repository is checked out. */
export function workspaceOf({ name }: Pick<Repository, 'name'>): string {
  return checkoutFolder(name);
}

/** The `needs` context of a job. */
export function needsContext(
  run: WorkflowRun,
  needs: readonly string[],
): Readonly<Record<string, unknown>> {
  return Object.fromEntries(
    needs.map(key => {
      const jobs = latestJobs(run).filter(job => job.key === key);
      return [key, { result: jobResult(jobs), outputs: outputsOf(jobs) }];
    }),
  );
}

/** Legs of a matrix overwrite each other's outputs, an empty one does not. */
function outputsOf(jobs: readonly WorkflowJob[]) {
  return Object.fromEntries(
    jobs.flatMap(({ outputs }) =>
      Object.entries(outputs).filter(([, value]) => value !== ''),
    ),
  );
}

/** The `vars` and `secrets` contexts, of the repository and of one environment over it. */
export function variableContexts(
  list: (scope: {
    readonly kind: Variable['kind'];
    readonly environment?: string;
  }) => readonly Variable[],
  environment: string | undefined,
): Readonly<Record<'vars' | 'secrets', Readonly<Record<string, string>>>> {
  const all = (kind: Variable['kind']) => [
    ...list({ kind }),
    ...(environment ? list({ kind, environment }) : []),
  ];
  return {
    vars: Object.fromEntries(
      all('variable').map(({ name, value }) => [name, value]),
    ),
    secrets: {
      ...Object.fromEntries(all('secret').map(({ name }) => [name, HIDDEN])),
      GITHUB_TOKEN: HIDDEN,
    },
  };
}
