import type { PipelineStatus } from '@slipway/plugin-gitops-common';

const statuses: Readonly<Record<string, PipelineStatus>> = {
  created: 'created',
  waiting_for_resource: 'pending',
  waiting_for_callback: 'pending',
  preparing: 'pending',
  // A delayed job starts by itself later; a person may start it before.
  scheduled: 'pending',
  pending: 'pending',
  running: 'running',
  // The job still runs its clean-up.
  canceling: 'running',
  manual: 'manual',
  success: 'success',
  // What only stage states say: passed, though a job that is allowed to fail did.
  'success-with-warnings': 'success',
  success_with_warnings: 'success',
  failed: 'failed',
  canceled: 'canceled',
  skipped: 'skipped',
};

/** GitLab's state of a pipeline, stage or job, in small letters, as ours. */
export function mapStatus(status: string): PipelineStatus {
  return Object.hasOwn(statuses, status) ? statuses[status] : 'unknown';
}
