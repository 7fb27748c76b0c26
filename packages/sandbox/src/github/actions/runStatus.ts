import { jobResult, latestJobs } from './jobResult';
import type { WorkflowRun } from './model';

/** Brings the run's own state in step with its jobs'. */
export function settleRun(run: WorkflowRun, now: string): WorkflowRun {
  if (run.error !== undefined) {
    return { ...run, updatedAt: now };
  }
  const status = statusOf(run);
  const isCompleted = status === 'completed';
  return {
    ...run,
    status,
    conclusion: isCompleted ? jobResult(latestJobs(run)) : undefined,
    completedAt: isCompleted ? (run.completedAt ?? now) : undefined,
    updatedAt: now,
  };
}

function statusOf(run: WorkflowRun): WorkflowRun['status'] {
  const jobs = latestJobs(run);
  const has = (...wanted: string[]) =>
    jobs.some(({ status }) => wanted.includes(status));
  if (jobs.every(({ status }) => status === 'completed')) {
    return 'completed';
  }
  if (has('in_progress')) {
    return 'in_progress';
  }
  if (has('queued')) {
    return has('completed') ? 'in_progress' : 'queued';
  }
  if (has('waiting')) {
    return 'waiting';
  }
  if (has('pending')) {
    return 'pending';
  }
  // held back as a whole by its concurrency group, or between two jobs
  return has('completed') ? 'in_progress' : 'pending';
}
