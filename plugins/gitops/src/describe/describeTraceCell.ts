import type { TraceCell } from '@slipway/plugin-gitops-common';
import { formatPeriod } from './formatTime';
import type { StatusView } from './StatusView';

/** Where a commit is in one environment; undefined where it never was. */
export function describeTraceCell(cell: TraceCell): StatusView | undefined {
  switch (cell.state) {
    case 'absent':
      return undefined;
    case 'onItsWay':
      return { tone: 'running', icon: 'spin', text: 'on its way' };
    case 'was': {
      const period =
        cell.from && cell.until
          ? ` ${formatPeriod(Date.parse(cell.until) - Date.parse(cell.from))}`
          : '';
      return {
        tone: 'neutral',
        icon: 'history',
        text: `was here${period}`,
      };
    }
    case 'live':
      if (cell.health === 'degraded') {
        return { tone: 'error', icon: 'heart', text: 'live, degraded' };
      }
      if (cell.drift === 'drifted') {
        return { tone: 'warning', icon: 'alert', text: 'live, drifted' };
      }
      if (cell.health === 'progressing' || cell.drift === 'rollingOut') {
        return { tone: 'running', icon: 'spin', text: 'rolling out' };
      }
      if (cell.drift === 'waitingForSync') {
        return { tone: 'warning', icon: 'alert', text: 'live, behind' };
      }
      return { tone: 'ok', icon: 'dot', text: 'live' };
    default:
      return cell satisfies never;
  }
}
