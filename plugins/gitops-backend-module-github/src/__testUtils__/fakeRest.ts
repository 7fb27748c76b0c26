import type {
  FakeAnswer,
  FakeCommit,
} from '@slipway/plugin-gitops-node/testUtils';
import { environmentId } from './fakeGraphql';
import {
  latestJobs,
  stateOf,
  type FakeJob,
  type FakeRepo,
  type FakeRun,
} from './FakeRepo';

export interface FakeRequest {
  readonly method: string;
  /** What follows `/repos/:owner/:repo/`, decoded. */
  readonly segments: readonly string[];
  readonly query: URLSearchParams;
  readonly accept?: string;
  readonly body: string;
}

const notFound: FakeAnswer = {
  status: 404,
  json: {
    message: 'Not Found',
    documentation_url: 'https://docs.github.com/rest',
    status: '404',
  },
};
const ok = (json: unknown): FakeAnswer => ({ status: 200, json });

/** Answers what lies under `/repos/:owner/:repo/` as GitHub's documentation describes it. */
export function fakeRest(
  repo: FakeRepo | undefined,
  baseUrl: string,
  request: FakeRequest,
): FakeAnswer {
  if (!repo) {
    return notFound;
  }
  const [area, ...rest] = request.segments;
  switch (area) {
    case undefined:
      return ok({ full_name: repo.path, default_branch: repo.defaultBranch });
    case 'actions':
      return actions(repo, baseUrl, request, rest);
    case 'commits': {
      const head = repo.git.find(request.query.get('sha') ?? '');
      if (rest.length === 0 && head) {
        const folder = request.query.get('path') ?? '';
        return ok(repo.git.ofFolder(head, folder).map(commitType));
      }
      const commit = repo.git.find(rest[0]);
      return commit
        ? ok(commitType(commit))
        : {
            status: 422,
            json: { message: `No commit found for SHA: ${rest[0]}` },
          };
    }
    case 'compare':
      return compare(repo, rest[0]);
    case 'contents': {
      const commit = repo.git.find(request.query.get('ref') ?? '');
      const text = commit?.files.get(rest.join('/'));
      if (text === undefined) {
        return notFound;
      }
      return request.accept?.includes('raw')
        ? { status: 200, text }
        : ok({ content: Buffer.from(text).toString('base64') });
    }
    default:
      return notFound;
  }
}

function actions(
  repo: FakeRepo,
  baseUrl: string,
  { method, query, body }: FakeRequest,
  segments: readonly string[],
): FakeAnswer {
  const [kind, id, what] = segments;
  if (kind === 'workflows' && what === 'runs') {
    const file = `.github/workflows/${id}`;
    const its = repo.runs.filter(({ workflow }) => workflow.path === file);
    return its.length > 0 ? runsAnswer(repo, baseUrl, its, query) : notFound;
  }
  if (kind === 'jobs') {
    const found = repo.job(id);
    return found ? ok(jobType(found.run, found.job)) : notFound;
  }
  if (kind !== 'runs') {
    return notFound;
  }
  if (!id) {
    return runsAnswer(repo, baseUrl, repo.runs, query);
  }
  const run = repo.run(id);
  if (!run) {
    return notFound;
  }
  switch (`${method} ${what ?? ''}`) {
    case 'GET ':
      return ok(runType(repo, baseUrl, run));
    case 'GET jobs': {
      const jobs = latestJobs(run).map(job => jobType(run, job));
      return ok({ total_count: jobs.length, jobs });
    }
    case 'GET pending_deployments':
      return ok(
        latestJobs(run)
          .filter(({ status }) => status === 'waiting')
          .map(({ environment = '' }) => ({
            environment: {
              id: environmentId(repo, environment),
              name: environment,
            },
            wait_timer: 0,
            wait_timer_started_at: null,
            current_user_can_approve: repo.mayApprove,
            reviewers: [],
          })),
      );
    case 'POST pending_deployments': {
      const { environment_ids: ids, state } = JSON.parse(body);
      for (const environment of repo.environments) {
        if (
          state === 'approved' &&
          ids.includes(environmentId(repo, environment))
        ) {
          repo.approve(run, environment);
        }
      }
      return ok([]);
    }
    case 'POST rerun':
    case 'POST rerun-failed-jobs':
      repo.rerun(run, what === 'rerun-failed-jobs');
      return { status: 201, json: {} };
    default:
      return notFound;
  }
}

function runsAnswer(
  repo: FakeRepo,
  baseUrl: string,
  runs: readonly FakeRun[],
  query: URLSearchParams,
): FakeAnswer {
  const branch = query.get('branch');
  const found = runs
    .filter(run => !branch || run.branch === branch)
    .slice(0, Number(query.get('per_page') ?? 30));
  return ok({
    total_count: found.length,
    workflow_runs: found.map(run => runType(repo, baseUrl, run)),
  });
}

function runType(repo: FakeRepo, baseUrl: string, run: FakeRun) {
  const at = run.commit.at.toISOString();
  return {
    id: run.id,
    name: run.workflow.name,
    path: run.workflow.path,
    run_number: run.number,
    run_attempt: run.attempt,
    event: run.event,
    ...stateOf(run),
    head_branch: run.branch,
    head_sha: run.commit.sha,
    check_suite_node_id: `CS_${run.id}`,
    html_url: `${baseUrl}/${repo.path}/actions/runs/${run.id}`,
    created_at: at,
    run_started_at: at,
    updated_at: at,
    head_commit: {
      id: run.commit.sha,
      message: run.commit.message,
      timestamp: at,
      author: { name: 'Ada Lovelace', email: 'ada@example.com' },
    },
  };
}

function jobType(run: FakeRun, job: FakeJob) {
  return {
    id: job.id,
    node_id: `CR_${job.id}`,
    run_id: run.id,
    name: job.name,
    status: job.status,
    conclusion: job.conclusion,
    started_at: run.commit.at.toISOString(),
    completed_at: job.conclusion && run.commit.at.toISOString(),
    html_url: `https://github.invalid/job/${job.id}`,
  };
}

function compare(repo: FakeRepo, revisions: string): FakeAnswer {
  const [from, to] = revisions.split('...').map(one => repo.git.find(one));
  if (!from || !to) {
    return notFound;
  }
  const ahead = repo.git.between(from, to);
  const behind = repo.git.between(to, from);
  const states = { true: 'diverged', false: 'ahead' };
  const status =
    ahead.length === 0
      ? ['identical', 'behind'][Math.min(behind.length, 1)]
      : states[`${behind.length > 0}`];
  return ok({
    status,
    ahead_by: ahead.length,
    behind_by: behind.length,
    html_url: `https://github.invalid/${repo.path}/compare`,
    commits: ahead.map(commitType),
  });
}

function commitType(commit: FakeCommit) {
  return {
    sha: commit.sha,
    html_url: `https://github.invalid/commit/${commit.sha}`,
    commit: {
      message: commit.message,
      author: { name: 'Ada Lovelace', date: commit.at.toISOString() },
    },
  };
}
