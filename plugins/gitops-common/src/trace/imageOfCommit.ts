import type {
  Deployment,
  DeploymentEvent,
  PipelineRun,
  TraceImage,
} from '../model';
import { isTagOfCommit, parseImageReference } from '../images';

const buildStage = /build|image|docker|container|package/i;

/** Stage names of the newest run that carries them, in the pipeline's order. */
export function stageOrder(runs: readonly PipelineRun[]): readonly string[] {
  return runs.find(run => run.stages)?.stages?.map(stage => stage.name) ?? [];
}

/**
 * What became of a commit's image: seen in an environment or an event, else judged by its run. `order` lends the stages of
 * another run to one that only carries the name of its current stage.
 */
export function imageOfCommit(input: {
  readonly sha: string;
  readonly run?: PipelineRun;
  readonly order: readonly string[];
  readonly deployments: readonly Deployment[];
  readonly events: readonly DeploymentEvent[];
}): TraceImage {
  const { sha, run } = input;
  const seen = seenImage(sha, input.deployments, input.events);
  if (seen) {
    return { state: 'built', ...seen };
  }
  // GitLab's CI_COMMIT_SHORT_SHA.
  const built: TraceImage = { state: 'built', tag: sha.slice(0, 8) };
  switch (run && buildOf(run, input.order)) {
    case 'done':
      return built;
    case 'ahead':
      return { state: 'pending' };
    default:
      return { state: 'none' };
  }
}

function seenImage(
  sha: string,
  deployments: readonly Deployment[],
  events: readonly DeploymentEvent[],
): { readonly repository: string; readonly tag: string } | undefined {
  for (const { images } of deployments) {
    for (const { repository, desired, synced, live } of images) {
      const tag = [desired, synced, ...live].find(
        candidate => candidate && isTagOfCommit(candidate, sha),
      );
      if (tag) {
        return { repository, tag };
      }
    }
  }
  for (const ref of events.flatMap(event => event.images)) {
    const { repository, tag } = parseImageReference(ref);
    if (tag && isTagOfCommit(tag, sha)) {
      return { repository, tag };
    }
  }
  return undefined;
}

function buildOf(
  run: PipelineRun,
  order: readonly string[],
): 'done' | 'ahead' | 'never' {
  const isOver = ['failed', 'canceled', 'skipped', 'success'].includes(
    run.status,
  );
  const stage = run.stages?.findLast(({ name }) => buildStage.test(name));
  if (stage) {
    if (stage.status === 'success') {
      return 'done';
    }
    return isOver || stage.status === 'failed' ? 'never' : 'ahead';
  }
  if (run.status === 'success') {
    return 'done';
  }
  const build = order.findLastIndex(name => buildStage.test(name));
  const current = run.currentStage ? order.indexOf(run.currentStage) : -1;
  if (build >= 0 && current > build) {
    return 'done';
  }
  return isOver ? 'never' : 'ahead';
}
