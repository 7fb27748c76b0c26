import type { Application, DeploymentImage, Drift } from '../model';
import { isUnreleased, shortTag } from '../images';

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
    return { state: 'unknown', reason: whyUnknown(application) };
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
      reason: sayWaiting(application, `${say(desired)} was never applied`),
      image,
    };
  }
  return synced && synced !== desired
    ? {
        state: 'waitingForSync',
        reason: sayWaiting(
          application,
          `Git asks for ${say(desired)}, ${say(synced)} was applied last`,
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
    reason: `Git and the engine say ${say(target)}, the cluster runs ${say(live)}${
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

function whyUnknown(application: Application): string {
  const condition = application.conditions.find(({ type }) =>
    type.endsWith('Error'),
  );
  return condition
    ? `The engine cannot compare with Git: ${condition.message}`
    : 'The engine has not compared with Git yet';
}

function sayWaiting(application: Application, what: string): string {
  const { operation } = application;
  const phase = operation?.phase;
  switch (phase) {
    case 'running':
      return `Syncing: ${what}`;
    case 'terminating':
      return `The sync is being stopped: ${what}`;
    case 'failed':
    case 'error':
      return `The last sync failed: ${operation?.message || what}`;
    case 'succeeded':
    case undefined:
      return application.sync.automated
        ? `Waiting for sync: ${what}`
        : `Waiting for somebody to sync: ${what}`;
    default:
      return phase satisfies never;
  }
}

function sayRollOut(
  application: Application,
  target: string | undefined,
  live: readonly string[],
): string {
  const isStuck = application.health.state === 'degraded';
  const others = live.filter(tag => tag !== target);
  const start = isStuck ? 'The roll-out is stuck' : 'Rolling out';
  if (!target) {
    return `${start}: ${list(live)} run side by side`;
  }
  if (live.length === 0) {
    return `${start}: nothing runs ${say(target)} yet`;
  }
  const still = `${list(others)} still ${others.length === 1 ? 'runs' : 'run'}`;
  return live.includes(target)
    ? `${start}: ${still} beside ${say(target)}`
    : `${start}: ${still} instead of ${say(target)}`;
}

const say = (tag: string): string =>
  isUnreleased(tag) ? `“${tag}”` : shortTag(tag);

const list = (tags: readonly string[]): string =>
  tags.map(say).join(tags.length > 2 ? ', ' : ' and ');
