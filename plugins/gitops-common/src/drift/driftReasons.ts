import type { Application } from '../model';
import { isUnreleased, shortTag } from '../images';

/** A tag within a sentence. */
export const sayTag = (tag: string): string =>
  isUnreleased(tag) ? `“${tag}”` : shortTag(tag);

const list = (tags: readonly string[]): string =>
  tags.map(sayTag).join(tags.length > 2 ? ', ' : ' and ');

/** Why the engine cannot tell. */
export function sayUnknown(application: Application): string {
  const condition = application.conditions.find(({ type }) =>
    type.endsWith('Error'),
  );
  return condition
    ? `The engine cannot compare with Git: ${condition.message}`
    : 'The engine has not compared with Git yet';
}

/** What a sync is waited for, and why it has not come. */
export function sayWaiting(application: Application, what: string): string {
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

/** What still runs, and how far it is. */
export function sayRollOut(
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
    return `${start}: nothing runs ${sayTag(target)} yet`;
  }
  const still = `${list(others)} still ${others.length === 1 ? 'runs' : 'run'}`;
  return live.includes(target)
    ? `${start}: ${still} beside ${sayTag(target)}`
    : `${start}: ${still} instead of ${sayTag(target)}`;
}
