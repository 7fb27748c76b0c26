import { InputError } from '@backstage/errors';
import type { CiJob, CiPipeline } from './model';
import { compositeStatus, nextStatus } from './status';

const FINISHED: readonly string[] = [
  'success',
  'failed',
  'canceled',
  'skipped',
];

export function isFinished({ status }: Pick<CiJob, 'status'>): boolean {
  return FINISHED.includes(status);
}

/** True for a job that GitLab shows a “retry” button for. */
export function isRetryable(job: CiJob): boolean {
  return !job.retried && ['success', 'failed', 'canceled'].includes(job.status);
}

export function withJob(
  pipeline: CiPipeline,
  jobId: number,
  change: Partial<CiJob>,
): CiPipeline {
  return {
    ...pipeline,
    jobs: pipeline.jobs.map(job =>
      job.id === jobId ? { ...job, ...change } : job,
    ),
  };
}

/** Brings the pipeline's own state in step with its jobs'. One of the past is left as it was told. */
export function settle(pipeline: CiPipeline, now: string): CiPipeline {
  if (pipeline.atRest) {
    return pipeline;
  }
  const status = compositeStatus(pipeline.jobs);
  const finishedAt = isFinished({ status })
    ? (pipeline.finishedAt ?? now)
    : undefined;
  return { ...pipeline, status, updatedAt: now, finishedAt };
}

/** Gives every job its state whose turn has come; `started` are those that now wait for a runner. */
export function advance(pipeline: CiPipeline): {
  readonly pipeline: CiPipeline;
  readonly started: readonly CiJob[];
} {
  let current = pipeline;
  const started: CiJob[] = [];
  for (;;) {
    const ready = readyJobs(current);
    if (ready.length === 0) {
      return { pipeline: current, started };
    }
    for (const { job, status } of ready) {
      current = withJob(current, job.id, { status });
      if (status === 'pending') {
        started.push(job);
      }
    }
  }
}

function readyJobs({ jobs, stages }: CiPipeline) {
  return jobs.flatMap(job => {
    const isWaiting = job.status === 'created' && !job.retried;
    const status = isWaiting ? nextStatus(job, jobs, stages) : undefined;
    return status ? [{ job, status }] : [];
  });
}

/** Throws `InputError` for a job that nobody can start. */
export function playJob(pipeline: CiPipeline, job: CiJob): CiPipeline {
  if (job.status !== 'manual' || job.retried) {
    throw new InputError('400 Bad request - Unplayable Job');
  }
  return revive(pipeline, job);
}

/** Adds a new attempt beside the old one. Throws `InputError` for a job that has not finished. */
export function retryJob(
  pipeline: CiPipeline,
  job: CiJob,
  id: number,
  now: string,
): CiPipeline {
  if (!isRetryable(job)) {
    throw new InputError('403 Forbidden - Job is not retryable');
  }
  const attempt: CiJob = {
    ...job,
    id,
    createdAt: now,
    startedAt: undefined,
    finishedAt: undefined,
    failureReason: undefined,
    coverage: undefined,
    log: '',
  };
  const jobs = pipeline.jobs.flatMap(other =>
    other.id === job.id ? [{ ...other, retried: true }, attempt] : [other],
  );
  return revive({ ...pipeline, jobs }, attempt);
}

/** A job that starts again lets those wait again that were skipped because of it. */
function revive(pipeline: CiPipeline, started: CiJob): CiPipeline {
  const later = pipeline.stages.slice(
    pipeline.stages.indexOf(started.stage) + 1,
  );
  const jobs = pipeline.jobs.map((job): CiJob => {
    if (job.id === started.id) {
      return { ...job, status: 'pending' };
    }
    const waits =
      later.includes(job.stage) || job.needs?.includes(started.name);
    return job.status === 'skipped' && waits
      ? { ...job, status: 'created' }
      : job;
  });
  return { ...pipeline, jobs, atRest: false, finishedAt: undefined };
}

export function cancelAll(pipeline: CiPipeline, now: string): CiPipeline {
  const jobs = pipeline.jobs.map((job): CiJob =>
    isFinished(job) ? job : { ...job, status: 'canceled', finishedAt: now },
  );
  return { ...pipeline, jobs };
}
