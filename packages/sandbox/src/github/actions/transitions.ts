import { latestJobs } from './jobResult';
import { logFailure } from './log';
import type { WorkflowJob, WorkflowRun } from './model';
import type { Workflow } from './readWorkflow';

/** The jobs of a file as they are before anything is known of them. */
export function blockedJobs(
  { jobs }: Workflow,
  options: {
    readonly nextId: () => number;
    readonly now: string;
    readonly attempt: number;
  },
): WorkflowJob[] {
  return Object.entries(jobs).map(([key, { name, needs }]) => ({
    id: options.nextId(),
    key,
    name: name ?? key,
    matrix: {},
    needs,
    status: 'blocked',
    continueOnError: false,
    attempt: options.attempt,
    outputs: {},
    steps: [],
    log: '',
    createdAt: options.now,
    retried: false,
  }));
}

/** Replaces one job by others. */
export function replaceJob(
  run: WorkflowRun,
  jobId: number,
  replacement: readonly WorkflowJob[],
): WorkflowRun {
  return {
    ...run,
    jobs: run.jobs.flatMap(job => (job.id === jobId ? replacement : [job])),
  };
}

export function withJob(
  run: WorkflowRun,
  jobId: number,
  change: Partial<WorkflowJob>,
): WorkflowRun {
  return {
    ...run,
    jobs: run.jobs.map(job => (job.id === jobId ? { ...job, ...change } : job)),
  };
}

/** Jobs whose turn has come. */
export function readyJobs(run: WorkflowRun): readonly WorkflowJob[] {
  const jobs = latestJobs(run);
  return jobs.filter(
    job =>
      job.status === 'blocked' &&
      jobs
        .filter(({ key }) => job.needs.includes(key))
        .every(({ status }) => status === 'completed'),
  );
}

/** What starts again: all jobs, those that did not succeed, or one, always with everything that stands on them. */
export function keysToRerun(
  run: WorkflowRun,
  which: 'all' | 'failed' | { readonly key: string },
): ReadonlySet<string> {
  const jobs = latestJobs(run);
  const first = jobs.filter(({ key, conclusion }) => {
    if (which === 'all') {
      return true;
    }
    return which === 'failed'
      ? conclusion === 'failure' || conclusion === 'cancelled'
      : key === which.key;
  });
  const found = new Set(first.map(({ key }) => key));
  for (;;) {
    const next = jobs.filter(
      ({ key, needs }) =>
        !found.has(key) && needs.some(need => found.has(need)),
    );
    if (next.length === 0) {
      return found;
    }
    next.forEach(({ key }) => found.add(key));
  }
}

/** The next attempt: new jobs for `keys` beside the old ones, which stay for their logs. */
export function nextAttempt(
  run: WorkflowRun,
  keys: ReadonlySet<string>,
  fresh: readonly WorkflowJob[],
  now: string,
): WorkflowRun {
  const isAgain = ({ key }: WorkflowJob) => keys.has(key);
  return {
    ...run,
    attempt: run.attempt + 1,
    startedAt: now,
    completedAt: undefined,
    conclusion: undefined,
    jobs: [
      ...run.jobs.map(job => (isAgain(job) ? { ...job, retried: true } : job)),
      ...fresh.filter(isAgain),
    ],
  };
}

/** Ends whatever has not ended. */
export function cancelJobs(run: WorkflowRun, now: string): WorkflowRun {
  return {
    ...run,
    held: false,
    jobs: run.jobs.map(job =>
      job.status === 'completed'
        ? job
        : {
            ...job,
            status: 'completed' as const,
            conclusion: 'cancelled' as const,
            completedAt: now,
          },
    ),
  };
}

/** Lets waiting jobs start, or ends them, by what a reviewer says of their environments. */
export function reviewed(
  run: WorkflowRun,
  waiting: readonly WorkflowJob[],
  review: Omit<WorkflowRun['reviews'][number], 'environment'>,
): WorkflowRun {
  const change: Partial<WorkflowJob> =
    review.state === 'approved'
      ? { status: 'queued' }
      : {
          status: 'completed',
          conclusion: 'failure',
          completedAt: review.at,
          log: logFailure('The deployment was rejected.'),
        };
  const names = new Set(waiting.flatMap(job => job.environment ?? []));
  return {
    ...waiting.reduce((current, { id }) => withJob(current, id, change), run),
    reviews: [
      ...run.reviews,
      ...[...names].map(environment => ({ environment, ...review })),
    ],
  };
}
