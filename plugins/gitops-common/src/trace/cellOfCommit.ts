import type {
  Deployment,
  DeploymentEvent,
  DeploymentImage,
  TraceCell,
} from '../model';
import { isTagOfCommit, parseImageReference } from '../images';

/**
 * Where one commit is in one environment. What was applied and drifted away still counts as live there, with its drift, because
 * it is what should run.
 */
export function cellOfCommit(
  sha: string,
  deployments: readonly Deployment[],
  events: readonly DeploymentEvent[],
): TraceCell {
  const stays = stayOf(sha, events);
  for (const deployment of deployments) {
    const cell = deployment.images
      .map(image => presentCell(sha, deployment, image))
      .find(candidate => candidate !== undefined);
    if (cell) {
      const since =
        cell.state === 'live'
          ? stays?.from
          : deployment.application.operation?.startedAt;
      return { ...cell, ...(since && { since }) };
    }
  }
  return stays ? { state: 'was', ...stays } : { state: 'absent' };
}

function presentCell(
  sha: string,
  { application, drift }: Deployment,
  { desired, synced, live }: DeploymentImage,
): Extract<TraceCell, { state: 'live' | 'onItsWay' }> | undefined {
  const names = (tag: string | undefined) =>
    tag !== undefined && isTagOfCommit(tag, sha);
  const isTarget = names(desired) || names(synced);
  const runs = live.some(names);
  const runsOthers = live.some(tag => !names(tag));
  const hasArrived = runs && !(isTarget && runsOthers);
  const wasApplied = names(synced) && drift.state === 'drifted';
  if (hasArrived || wasApplied) {
    return {
      state: 'live',
      health: application.health.state,
      drift: drift.state,
    };
  }
  if (!isTarget) {
    return undefined;
  }
  return {
    state: 'onItsWay',
    reason: 'reason' in drift ? drift.reason : 'Nothing runs it yet',
  };
}

/** The last stay of a commit in an environment: until the same application was deployed with something else. */
function stayOf(
  sha: string,
  events: readonly DeploymentEvent[],
): { readonly from: string; readonly until?: string } | undefined {
  const ordered = [...events].sort((a, b) =>
    a.deployedAt.localeCompare(b.deployedAt),
  );
  const carries = (event: DeploymentEvent) =>
    event.images.some(ref =>
      isTagOfCommit(parseImageReference(ref).tag ?? '', sha),
    );
  const lastIndex = ordered.findLastIndex(carries);
  if (lastIndex < 0) {
    return undefined;
  }
  const last = ordered[lastIndex];
  const isSame = (event: DeploymentEvent) =>
    event.instance === last.instance &&
    event.application === last.application &&
    event.namespace === last.namespace;
  // A commit that changed no image extends the stay; one whose images are not known (yet) says nothing.
  const before = ordered
    .slice(0, lastIndex)
    .filter(event => isSame(event) && event.images.length > 0);
  const start = before.findLastIndex(event => !carries(event)) + 1;
  const until = ordered
    .slice(lastIndex + 1)
    .find(event => isSame(event) && event.images.length > 0)?.deployedAt;
  return {
    from: (before.slice(start).at(0) ?? last).deployedAt,
    ...(until && { until }),
  };
}
