import type { PipelineStatus } from '@slipway/plugin-gitops-common';

const statuses: Readonly<Record<string, PipelineStatus>> = {
  queued: 'pending',
  requested: 'pending',
  // Held back by a concurrency group.
  pending: 'pending',
  in_progress: 'running',
  // An environment's protection rule wants an approval.
  waiting: 'manual',
};

const conclusions: Readonly<Record<string, PipelineStatus>> = {
  success: 'success',
  neutral: 'success',
  failure: 'failed',
  timed_out: 'failed',
  startup_failure: 'failed',
  cancelled: 'canceled',
  // GitHub gave up on it.
  stale: 'canceled',
  skipped: 'skipped',
  // Somebody must allow the run as a whole.
  action_required: 'manual',
};

/** GitHub's state of a run, check suite or job, both parts in small letters, as ours. */
export function mapStatus(
  status: string | undefined,
  conclusion: string | undefined,
): PipelineStatus {
  const [states, state] =
    status === 'completed' ? [conclusions, conclusion] : [statuses, status];
  return state !== undefined && Object.hasOwn(states, state)
    ? states[state]
    : 'unknown';
}
