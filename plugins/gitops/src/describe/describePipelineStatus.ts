import type { PipelineStatus } from '@slipway/plugin-gitops-common';
import type { StatusView } from './StatusView';

/** Status of a run, a stage or a job. */
export function describePipelineStatus(status: PipelineStatus): StatusView {
  switch (status) {
    case 'success':
      return { tone: 'ok', icon: 'check', text: 'passed' };
    case 'failed':
      return { tone: 'error', icon: 'cross', text: 'failed' };
    case 'running':
      return { tone: 'running', icon: 'spin', text: 'running' };
    case 'pending':
      return { tone: 'neutral', icon: 'clock', text: 'pending' };
    case 'created':
      return { tone: 'neutral', icon: 'clock', text: 'waiting' };
    case 'manual':
      return { tone: 'neutral', icon: 'play', text: 'manual' };
    case 'canceled':
      return { tone: 'warning', icon: 'stop', text: 'canceled' };
    case 'skipped':
      return { tone: 'neutral', icon: 'skip', text: 'skipped' };
    case 'unknown':
      return { tone: 'neutral', icon: 'dash', text: 'unknown' };
    default:
      return status satisfies never;
  }
}

/** A whole run in a few words: the stage that runs or failed says more than the status alone. */
export function describePipeline(run: {
  readonly status: PipelineStatus;
  readonly currentStage?: string;
}): StatusView {
  const view = describePipelineStatus(run.status);
  const { currentStage: stage } = run;
  if (stage && run.status === 'failed') {
    return { ...view, text: `failed in ${stage}` };
  }
  if (stage && run.status === 'running') {
    return { ...view, text: `running ${stage}` };
  }
  return view;
}
