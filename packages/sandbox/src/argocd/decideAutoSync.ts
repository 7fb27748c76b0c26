import { sameJson } from '../render/json';
import {
  isAutomated,
  isMultiSource,
  type Application,
  type Operation,
} from './model';

/** What automation does about an application that was just compared. */
export type AutoSyncDecision =
  | { readonly action: 'none' }
  | { readonly action: 'sync'; readonly operation: Operation }
  | { readonly action: 'refuse'; readonly message: string };

/** Seconds between a sync and the repair of what somebody changed by hand after it. */
export const selfHealDelay = 5;

/** Argo CD's rules of automated sync; `secondsSinceSync` counts from the end of the last operation. */
export function decideAutoSync(
  application: Application,
  secondsSinceSync: number,
): AutoSyncDecision {
  const { spec, status, operation, metadata } = application;
  const automated = spec.syncPolicy?.automated;
  const resources = status.resources ?? [];
  if (
    !isAutomated(spec) ||
    operation ||
    metadata.deletionTimestamp ||
    status.sync.status !== 'OutOfSync' ||
    (!automated?.prune &&
      resources.every(item => item.status === 'Synced' || item.requiresPruning))
  ) {
    return { action: 'none' };
  }
  const { revision, revisions } = status.sync;
  const last = status.operationState;
  const target = revision ?? (revisions ?? []).join(', ');
  const attempted =
    last !== undefined &&
    (last.syncResult === undefined
      ? last.finishedAt !== undefined
      : sameJson(
          [last.syncResult.revision, last.syncResult.revisions],
          [revision, revisions],
        ) &&
        sameJson(
          isMultiSource(spec) ? spec.sources : spec.source,
          isMultiSource(spec)
            ? last.syncResult.sources
            : last.syncResult.source,
        ));
  if (attempted) {
    if (last.phase !== 'Succeeded') {
      return {
        action: 'refuse',
        message: `Failed last sync attempt to [${target}]: ${last.message ?? ''}`,
      };
    }
    if (!automated?.selfHeal || secondsSinceSync < selfHealDelay) {
      return { action: 'none' };
    }
  }
  if (
    automated?.prune &&
    !automated.allowEmpty &&
    resources.every(item => item.requiresPruning)
  ) {
    return {
      action: 'refuse',
      message: `Skipping sync attempt to [${target}]: auto-sync will wipe out all resources`,
    };
  }
  return {
    action: 'sync',
    operation: {
      sync: {
        ...(revision && { revision }),
        ...(revisions && { revisions }),
        ...(automated?.prune && { prune: true }),
        ...(isMultiSource(spec)
          ? { sources: spec.sources }
          : { source: spec.source }),
        ...(spec.syncPolicy?.syncOptions && {
          syncOptions: spec.syncPolicy.syncOptions,
        }),
      },
      initiatedBy: { automated: true },
      retry: spec.syncPolicy?.retry ?? { limit: 5 },
    },
  };
}
