import type { PipelineStatus } from '@slipway/plugin-gitops-common';

/** The stages whose state explains the run's, most telling first. */
const telling: Partial<Record<PipelineStatus, readonly PipelineStatus[]>> = {
  failed: ['failed'],
  canceled: ['canceled'],
  running: ['running', 'pending', 'created'],
  pending: ['pending', 'created'],
  created: ['created'],
  manual: ['manual'],
};

/** Name of the stage that explains a run's state, if any does. @public */
export function currentStage(
  status: PipelineStatus,
  stages: readonly {
    readonly name: string;
    readonly status: PipelineStatus;
  }[],
): string | undefined {
  for (const wanted of telling[status] ?? []) {
    const found = stages.find(stage => stage.status === wanted);
    if (found) {
      return found.name;
    }
  }
  return undefined;
}
