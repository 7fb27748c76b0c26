import { latestJobs } from './jobResult';
import type { WorkflowJob, WorkflowRun } from './model';

/** Who has a group, or waits for it: a whole run, or one job of it. */
export interface GroupMember {
  readonly run: WorkflowRun;
  /** Undefined: the run. */
  readonly job?: WorkflowJob;
  readonly waits: boolean;
}

/** Everybody in a concurrency group of one repository, oldest first. */
export function membersOf(
  runs: readonly WorkflowRun[],
  group: string,
): readonly GroupMember[] {
  return [...runs]
    .filter(({ status }) => status !== 'completed')
    .sort((a, b) => a.id - b.id)
    .flatMap(run => {
      const own: GroupMember[] =
        run.concurrency?.group === group ? [{ run, waits: run.held }] : [];
      const jobs = latestJobs(run)
        .filter(
          job =>
            job.concurrency?.group === group &&
            ['pending', 'waiting', 'queued', 'in_progress'].includes(
              job.status,
            ),
        )
        .map(job => ({ run, job, waits: job.status === 'pending' }));
      return [...own, ...jobs];
    });
}

/** The members that can go on now: the oldest of each group that nobody has. */
export function releasable(
  runs: readonly WorkflowRun[],
): readonly GroupMember[] {
  const groups = new Set(
    runs.flatMap(run =>
      [run, ...latestJobs(run)].flatMap(
        ({ concurrency }) => concurrency?.group ?? [],
      ),
    ),
  );
  return [...groups].flatMap(group => {
    const members = membersOf(runs, group);
    return members.every(({ waits }) => waits) ? members.slice(0, 1) : [];
  });
}
