import type { CiJob, CiStatus } from './model';

type Counted = CiStatus | 'ignored' | 'success_with_warnings';

/** The state of a stage or pipeline, in the order of decisions of GitLab's `Ci::Status::Composite`. */
export function compositeStatus(
  jobs: readonly Pick<CiJob, 'status' | 'allowFailure' | 'retried'>[],
): CiStatus {
  const found = new Set(jobs.filter(job => !job.retried).map(countedAs));
  const only = (...states: Counted[]) =>
    [...found].every(state => states.includes(state));
  const calm: Counted[] = ['skipped', 'success_with_warnings', 'ignored'];
  if (only('skipped', 'ignored')) {
    return 'skipped';
  }
  if (only('success', ...calm)) {
    return 'success';
  }
  if (only('created', 'success_with_warnings', 'ignored')) {
    return 'created';
  }
  if (only('canceled', 'success', ...calm)) {
    return 'canceled';
  }
  if (only('pending', 'created', ...calm)) {
    return 'pending';
  }
  if (found.has('running') || found.has('pending')) {
    return 'running';
  }
  if (found.has('manual')) {
    return 'manual';
  }
  if (found.has('created')) {
    return 'running';
  }
  return 'failed';
}

function countedAs({
  status,
  allowFailure,
}: Pick<CiJob, 'status' | 'allowFailure'>): Counted {
  if (allowFailure && status === 'manual') {
    return 'ignored';
  }
  if (allowFailure && (status === 'failed' || status === 'canceled')) {
    return 'success_with_warnings';
  }
  return status;
}

/** What a job that was only created becomes now that others have moved; undefined: it goes on waiting. */
export function nextStatus(
  job: CiJob,
  jobs: readonly CiJob[],
  stages: readonly string[],
): 'pending' | 'manual' | 'skipped' | undefined {
  const current = jobs.filter(other => !other.retried);
  const { needs } = job;
  const before = needs
    ? current.filter(other => needs.includes(other.name))
    : current.filter(
        other => stages.indexOf(other.stage) < stages.indexOf(job.stage),
      );
  const isOpen = ({ status, allowFailure }: CiJob) =>
    ['created', 'pending', 'running'].includes(status) ||
    (status === 'manual' && !allowFailure);
  if (before.some(isOpen)) {
    return undefined;
  }
  const failed = before.some(
    ({ status, allowFailure }) =>
      !allowFailure && (status === 'failed' || status === 'canceled'),
  );
  // a job in a DAG is skipped when one of its needs does not run at all
  const absent =
    needs !== undefined &&
    before.some(({ status }) => status === 'skipped' || status === 'manual');
  switch (job.when) {
    case 'always':
      return 'pending';
    case 'on_failure':
      return failed ? 'pending' : 'skipped';
    case 'manual':
      return failed || absent ? 'skipped' : 'manual';
    default:
      return failed || absent ? 'skipped' : 'pending';
  }
}
