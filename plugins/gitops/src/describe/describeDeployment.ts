import type {
  Deployment,
  HealthState,
  SyncState,
} from '@slipway/plugin-gitops-common';
import { isNothingReleased } from './headlineImage';
import type { StatusView } from './StatusView';

const healthWords: Readonly<Record<HealthState, string>> = {
  healthy: 'Healthy',
  progressing: 'Progressing',
  degraded: 'Degraded',
  suspended: 'Suspended',
  missing: 'Missing',
  unknown: 'Health unknown',
};

const syncWords: Readonly<Record<SyncState, string>> = {
  synced: 'Synced',
  outOfSync: 'Out of sync',
  unknown: 'Sync unknown',
};

/** Sync and health of one deployment as one status; the worse of the two gives the tone. */
export function describeDeployment(deployment: Deployment): StatusView {
  const { application, drift } = deployment;
  const { sync, operation } = application;
  const health = application.health.state;
  if (isNothingReleased(deployment)) {
    return { tone: 'neutral', icon: 'clock', text: 'Nothing released yet' };
  }
  const words =
    drift.state === 'drifted'
      ? `Drifted · ${healthWords[health]}`
      : `${syncWords[sync.state]} · ${healthWords[health]}`;
  if (operation?.phase === 'terminating') {
    return { tone: 'warning', icon: 'stop', text: 'Stopping the sync' };
  }
  if (operation?.phase === 'running') {
    return { tone: 'running', icon: 'spin', text: 'Syncing' };
  }
  if (health === 'degraded') {
    return { tone: 'error', icon: 'heart', text: words };
  }
  if (operation?.phase === 'failed' || operation?.phase === 'error') {
    return sync.state === 'synced'
      ? { tone: 'warning', icon: 'alert', text: words }
      : { tone: 'error', icon: 'cross', text: 'Sync failed' };
  }
  if (drift.state === 'rollingOut' || health === 'progressing') {
    return { tone: 'running', icon: 'spin', text: 'Rolling out' };
  }
  if (
    drift.state === 'drifted' ||
    sync.state === 'outOfSync' ||
    health === 'missing'
  ) {
    return { tone: 'warning', icon: 'alert', text: words };
  }
  if (health === 'suspended') {
    return { tone: 'neutral', icon: 'pause', text: words };
  }
  if (sync.state === 'unknown' || health === 'unknown') {
    return { tone: 'neutral', icon: 'dash', text: words };
  }
  return { tone: 'ok', icon: 'check', text: words };
}
