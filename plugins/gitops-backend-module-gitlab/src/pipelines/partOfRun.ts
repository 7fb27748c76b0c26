import type { RunWire, SharedRunWire } from '../client/wire';
import { mapStatus } from './mapStatus';

/** What the state of several jobs is: the most telling of theirs. */
const telling = [
  'failed',
  'canceled',
  'running',
  'pending',
  'created',
  'manual',
  'success',
  'skipped',
];

/**
 * What one component did in a run of a project that it shares: its own jobs decide the state of the run and of its stages.
 * Undefined when the run has none of them.
 */
export function partOfRun(
  run: SharedRunWire,
  component: string,
): RunWire | undefined {
  const jobs = partOfJobs(run.jobs, component);
  if (jobs.length === 0) {
    return undefined;
  }
  return {
    ...run,
    status: stateOf(jobs),
    stages: run.stages.flatMap(({ name }) => {
      const its = jobs.filter(job => job.stage?.name === name);
      return its.length > 0 ? [{ name, status: stateOf(its) }] : [];
    }),
  };
}

/** The jobs whose names begin with the component's and a colon, without it. */
export function partOfJobs<T extends { readonly name?: string }>(
  jobs: readonly T[],
  component: string,
): T[] {
  const start = `${component}:`;
  return jobs.flatMap(job =>
    job.name?.startsWith(start)
      ? [{ ...job, name: job.name.slice(start.length) }]
      : [],
  );
}

function stateOf(jobs: SharedRunWire['jobs']): string {
  const states: readonly string[] = jobs.map(job =>
    job.status === 'failed' && job.allowFailure
      ? 'success'
      : mapStatus(job.status),
  );
  return telling.find(state => states.includes(state)) ?? 'unknown';
}
