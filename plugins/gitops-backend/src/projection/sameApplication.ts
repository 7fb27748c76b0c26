import { isDeepStrictEqual } from 'node:util';
import type { Application } from '@slipway/plugin-gitops-common';

/** Whether two snapshots say the same. Engines bump the version at every reconciliation, also when nothing happened. */
export function sameApplication(a: Application, b: Application): boolean {
  return (
    a.version === b.version ||
    isDeepStrictEqual(
      { ...a, version: '', observedAt: '' },
      { ...b, version: '', observedAt: '' },
    )
  );
}

/** Versions are decimal numbers beyond what a `number` holds. */
export function isNewer(a: Application, b: Application): boolean {
  return BigInt(a.version) > BigInt(b.version);
}
