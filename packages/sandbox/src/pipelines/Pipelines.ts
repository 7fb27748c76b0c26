import type { CiPipeline, PipelineRecord } from './model';

/** Pipelines of all projects, and the time in which they move. */
export interface Pipelines {
  /** Newest first. */
  list(projectId: number): readonly CiPipeline[];
  get(projectId: number, pipelineId: number): CiPipeline;
  /** Adds a pipeline of the past as it is; jobs that are not finished do not run, except by `play` and `retry`. */
  record(pipeline: PipelineRecord): CiPipeline;
}
