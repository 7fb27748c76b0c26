import type {
  Commit,
  Deployment,
  DeploymentEvent,
  PipelineRun,
} from '../model';
import { commitOfTag, isTagOfCommit, parseImageReference } from '../images';

/** A commit with its newest run and the time that orders it. */
export interface TracedCommit {
  readonly commit: Commit;
  readonly run?: PipelineRun;
  /** ISO 8601; empty when nothing dates the commit. */
  readonly at: string;
}

/**
 * The commits of the runs, and those that only an image tag names, each once. A run that was skipped (`[skip ci]`) gives none
 * by itself: it is the commit by which a release was written down. Newest first.
 */
export function commitsOfTrace(input: {
  readonly runs: readonly PipelineRun[];
  readonly deployments: readonly Deployment[];
  readonly events: readonly DeploymentEvent[];
}): readonly TracedCommit[] {
  const known: TracedCommit[] = [];
  const newestFirst = [...input.runs].sort((a, b) =>
    b.createdAt.localeCompare(a.createdAt),
  );
  for (const run of newestFirst) {
    if (
      run.status !== 'skipped' &&
      !known.some(({ commit }) => commit.sha === run.sha)
    ) {
      known.push({
        commit: run.commit ?? { sha: run.sha, title: '' },
        run,
        at: run.createdAt,
      });
    }
  }
  for (const { tag, at } of tagsSeen(input)) {
    const sha = commitOfTag(tag);
    if (sha && !known.some(({ commit }) => isTagOfCommit(tag, commit.sha))) {
      const skipped = newestFirst.find(run => isTagOfCommit(tag, run.sha));
      known.push({
        commit: skipped?.commit ?? { sha: skipped?.sha ?? sha, title: '' },
        ...(skipped && { run: skipped }),
        at: skipped?.createdAt ?? at,
      });
    }
  }
  return known.sort((a, b) => b.at.localeCompare(a.at));
}

/** Oldest first, so that a commit is dated by when it was first seen. */
function tagsSeen(input: {
  readonly deployments: readonly Deployment[];
  readonly events: readonly DeploymentEvent[];
}): readonly { readonly tag: string; readonly at: string }[] {
  const fromEvents = input.events.flatMap(event =>
    event.images.map(ref => ({
      tag: parseImageReference(ref).tag ?? '',
      at: event.deployedAt,
    })),
  );
  const fromDeployments = input.deployments.flatMap(deployment =>
    deployment.images.flatMap(image =>
      [image.desired, image.synced, ...image.live].map(tag => ({
        tag: tag ?? '',
        at: deployment.application.history.at(-1)?.deployedAt ?? '',
      })),
    ),
  );
  return [...fromEvents, ...fromDeployments].sort((a, b) =>
    a.at.localeCompare(b.at),
  );
}
