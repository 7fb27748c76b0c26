import type { Conclusion, WorkflowJob, WorkflowRun } from './model';
import type { Standing } from './expressions';

/** Without those that were run again. */
export function latestJobs({
  jobs,
}: Pick<WorkflowRun, 'jobs'>): readonly WorkflowJob[] {
  return jobs.filter(job => !job.retried);
}

/** What counts: a failure that may happen is none. */
function countedAs({ conclusion, continueOnError }: WorkflowJob) {
  return conclusion === 'failure' && continueOnError ? 'success' : conclusion;
}

/** How the legs of one job, or all jobs of a run, ended together; undefined while one has not. */
export function jobResult(
  jobs: readonly WorkflowJob[],
): Conclusion | undefined {
  if (jobs.some(({ status }) => status !== 'completed')) {
    return undefined;
  }
  const ends = jobs.map(countedAs);
  const worst = (['failure', 'cancelled', 'success'] as const).find(end =>
    ends.includes(end),
  );
  return worst ?? 'skipped';
}

/** What `success()` and its relatives say to a job: they look at everything that it stands on. */
export function standingOf(
  run: WorkflowRun,
  needs: readonly string[],
): Standing {
  const before = latestJobs(run).filter(job =>
    ancestorsOf(run, needs).has(job.key),
  );
  const ends = before.map(countedAs);
  if (ends.includes('cancelled')) {
    return 'cancelled';
  }
  if (ends.includes('failure')) {
    return 'failure';
  }
  return ends.includes('skipped') ? 'skipped' : 'success';
}

function ancestorsOf(
  run: WorkflowRun,
  needs: readonly string[],
): ReadonlySet<string> {
  const found = new Set<string>();
  const visit = (keys: readonly string[]) => {
    for (const key of keys.filter(one => !found.has(one))) {
      found.add(key);
      visit(run.jobs.find(job => job.key === key)?.needs ?? []);
    }
  };
  visit(needs);
  return found;
}
