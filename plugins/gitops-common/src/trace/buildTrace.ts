import type {
  Deployment,
  DeploymentEvent,
  Environment,
  PipelineRun,
  TraceRow,
} from '../model';
import { cellOfCommit } from './cellOfCommit';
import { commitsOfTrace } from './commitsOfTrace';
import { imageOfCommit, stageOrder } from './imageOfCommit';

/** @public */
export interface BuildTraceInput {
  readonly environments: readonly Environment[];
  readonly runs: readonly PipelineRun[];
  readonly deployments: readonly Deployment[];
  readonly events: readonly DeploymentEvent[];
  /** At most so many rows, the newest. Default: 50. */
  readonly limit?: number;
}

/**
 * Where each commit is, newest first: the commits of the pipeline runs, and those that only image tags name (without a title,
 * and with as much of the SHA as the tag says). Pure: the same input gives the same rows.
 * @public
 */
export function buildTrace(input: BuildTraceInput): readonly TraceRow[] {
  const { environments, runs, deployments, events } = input;
  const order = stageOrder(runs);
  const places = environments.map(({ name }) => ({
    name,
    deployments: deployments.filter(each => each.environment === name),
    events: events.filter(each => each.environment === name),
  }));
  return commitsOfTrace(input)
    .slice(0, input.limit ?? 50)
    .map(({ commit, run }) => ({
      commit,
      ...(run && { pipeline: run }),
      image: imageOfCommit({
        sha: commit.sha,
        run,
        order,
        deployments,
        events,
      }),
      environments: Object.fromEntries(
        places.map(place => [
          place.name,
          cellOfCommit(commit.sha, place.deployments, place.events),
        ]),
      ),
    }));
}
