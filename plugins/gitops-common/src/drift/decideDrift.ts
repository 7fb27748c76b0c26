import type { Application, DeploymentImage, Drift } from '../model';
import { isUnreleased } from '../images';
import { sayRollOut, sayTag, sayUnknown, sayWaiting } from './driftReasons';

/** @public */
export interface DecideDriftInput {
  readonly application: Application;
  /** From `resolveImages`. */
  readonly images: readonly DeploymentImage[];
}

// What runs is reported a little after a sync ended: until then a difference is a roll-out, not a drift.
const settlingMilliseconds = 30_000;

/**
 * How Git, the engine and the cluster relate, with the reason in a sentence. The first that holds, from what is asked for to
 * what runs: unknown, waiting for a sync, rolling out, drifted. The reason leads with the first image that differs.
 * @public
 */
export function decideDrift(input: DecideDriftInput): Drift {
  const { application, images } = input;
  const { state } = application.sync;
  if (state === 'unknown') {
    return { state: 'unknown', reason: sayUnknown(application) };
  }
  return (
    first(images, image => waiting(application, image)) ??
    first(images, image => rollingOut(application, image)) ??
    first(images, image => drifted(application, image)) ??
    (state === 'outOfSync' ? otherwiseOutOfSync(application) : undefined) ?? {
      state: 'inSync',
    }
  );
}

function first(
  images: readonly DeploymentImage[],
  decide: (image: DeploymentImage) => Drift | undefined,
): Drift | undefined {
  for (const image of images) {
    const drift = decide(image);
    if (drift) {
      return drift;
    }
  }
  return undefined;
}

function waiting(
  application: Application,
  image: DeploymentImage,
): Drift | undefined {
  const { desired, synced } = image;
  if (application.sync.state !== 'outOfSync' || !desired) {
    return undefined;
  }
  if (application.history.length === 0) {
    return {
      state: 'waitingForSync',
      reason: sayWaiting(application, `${sayTag(desired)} was never applied`),
      image,
    };
  }
  return synced && synced !== desired
    ? {
        state: 'waitingForSync',
        reason: sayWaiting(
          application,
          `Git asks for ${sayTag(desired)}, ${sayTag(synced)} was applied last`,
        ),
        image,
      }
    : undefined;
}

function rollingOut(
  application: Application,
  image: DeploymentImage,
): Drift | undefined {
  const target = image.synced ?? image.desired;
  const others = image.live.filter(tag => tag !== target);
  const isMoving = moves(application);
  const isMixed = image.live.length > 1;
  const runsNothing =
    image.live.length === 0 &&
    target !== undefined &&
    !isUnreleased(target) &&
    application.health.state !== 'healthy' &&
    application.health.state !== 'suspended';
  const runsOther = others.length > 0 && target !== undefined && isMoving;
  if (!isMixed && !runsNothing && !runsOther) {
    return undefined;
  }
  return {
    state: 'rollingOut',
    reason: sayRollOut(application, target, image.live),
    image,
  };
}

function drifted(
  application: Application,
  image: DeploymentImage,
): Drift | undefined {
  const target = image.synced ?? image.desired;
  const [live] = image.live;
  if (!target || !live || live === target) {
    return undefined;
  }
  return {
    state: 'drifted',
    reason: `Git and the engine say ${sayTag(target)}, the cluster runs ${sayTag(live)}${
      application.sync.automated ? '' : '; the engine does not sync by itself'
    }`,
    image,
  };
}

function otherwiseOutOfSync(application: Application): Drift {
  const { sync, history } = application;
  const applied = history.at(-1)?.revisions;
  if (!applied) {
    return {
      state: 'waitingForSync',
      reason: sayWaiting(application, 'nothing was ever applied'),
    };
  }
  const isSameRevision =
    applied.length === sync.revisions.length &&
    applied.every((revision, index) => revision === sync.revisions[index]);
  return isSameRevision && application.operation?.phase !== 'running'
    ? {
        state: 'drifted',
        reason: 'The cluster differs from Git in something other than images',
      }
    : {
        state: 'waitingForSync',
        reason: sayWaiting(
          application,
          'Git has changes that were not applied yet',
        ),
      };
}

function moves(application: Application): boolean {
  const { operation, health, observedAt } = application;
  if (health.state === 'progressing' || operation?.phase === 'running') {
    return true;
  }
  if (operation?.phase !== 'succeeded' || !operation.finishedAt) {
    return false;
  }
  const age = Date.parse(observedAt) - Date.parse(operation.finishedAt);
  return age < settlingMilliseconds;
}
