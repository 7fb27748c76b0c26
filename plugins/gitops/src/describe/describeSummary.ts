import {
  isUnreleased,
  type EnvironmentSummary,
} from '@slipway/plugin-gitops-common';
import type { StatusView } from './StatusView';

/** State of one environment in a table cell; the text is for the tooltip and for screen readers. */
export function describeSummary(summary: EnvironmentSummary): StatusView {
  const { sync, health, drift } = summary;
  if (isUnreleased(summary.tag)) {
    return { tone: 'neutral', icon: 'clock', text: 'Nothing released yet' };
  }
  if (health === 'degraded') {
    return { tone: 'error', icon: 'heart', text: 'Degraded' };
  }
  if (drift === 'rollingOut' || health === 'progressing') {
    return { tone: 'running', icon: 'spin', text: 'Rolling out' };
  }
  if (drift === 'drifted') {
    return { tone: 'warning', icon: 'alert', text: 'Drifted' };
  }
  if (drift === 'waitingForSync' || sync === 'outOfSync') {
    return { tone: 'warning', icon: 'alert', text: 'Out of sync' };
  }
  if (health === 'missing') {
    return { tone: 'warning', icon: 'alert', text: 'Missing' };
  }
  if (health === 'suspended') {
    return { tone: 'neutral', icon: 'pause', text: 'Suspended' };
  }
  if (sync === 'unknown' || health === 'unknown') {
    return { tone: 'neutral', icon: 'dash', text: 'Unknown' };
  }
  return { tone: 'ok', icon: 'check', text: 'Synced and healthy' };
}
