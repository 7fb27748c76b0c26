import type {
  Deployment,
  DeploymentEvent,
  Environment,
  PipelineRun,
  TraceRow,
} from '../model';

/** @public */
export interface BuildTraceInput {
  readonly environments: readonly Environment[];
  readonly runs: readonly PipelineRun[];
  readonly deployments: readonly Deployment[];
  readonly events: readonly DeploymentEvent[];
  /** At most so many rows, the newest. Default: 50. */
  readonly limit?: number;
}

export function buildTrace(_input: BuildTraceInput): readonly TraceRow[] {
  return [];
}
