import type { WorkflowJob, WorkflowRun } from './model';
import { settleRun } from './runStatus';

/** A run of the past, for seeding: of a push to `main`, with its jobs in the order in which they need each other. */
export interface RunRecord {
  /** Full name or id of the repository. */
  readonly repository: string | number;
  /** Path of the workflow's file. */
  readonly path: string;
  readonly workflowName: string;
  readonly title: string;
  readonly sha: string;
  readonly createdAt: Date;
  readonly jobs: readonly {
    readonly key: string;
    readonly needs: readonly string[];
    readonly environment?: string;
    /** Absent: it waits for an approval. */
    readonly ran?: { readonly from: Date; readonly to: Date };
    readonly log?: string;
  }[];
}

/** The run that a record describes. */
export function recordedRun(
  input: RunRecord,
  ids: Pick<WorkflowRun, 'id' | 'number' | 'repositoryId'> & {
    readonly nextJobId: () => number;
  },
): WorkflowRun {
  const { nextJobId, ...own } = ids;
  const createdAt = input.createdAt.toISOString();
  const jobs = input.jobs.map((job): WorkflowJob => ({
    id: nextJobId(),
    key: job.key,
    name: job.key,
    matrix: {},
    needs: [...job.needs],
    status: job.ran ? 'completed' : 'waiting',
    conclusion: job.ran ? 'success' : undefined,
    continueOnError: false,
    environment: job.environment,
    attempt: 1,
    outputs: {},
    steps: [],
    log: job.log ?? '',
    createdAt,
    startedAt: job.ran?.from.toISOString(),
    completedAt: job.ran?.to.toISOString(),
    retried: false,
  }));
  const ended = jobs.flatMap(({ completedAt }) => completedAt ?? []).sort();
  const run: WorkflowRun = {
    ...own,
    attempt: 1,
    path: input.path,
    workflowName: input.workflowName,
    title: input.title,
    event: 'push',
    ref: 'refs/heads/main',
    branch: 'main',
    sha: input.sha,
    inputs: {},
    held: false,
    status: 'queued',
    jobs,
    reviews: [],
    createdAt,
    updatedAt: createdAt,
    startedAt: createdAt,
  };
  return settleRun(run, ended.at(-1) ?? createdAt);
}
