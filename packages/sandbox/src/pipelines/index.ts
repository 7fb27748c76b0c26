export { ImageRegistry } from './ImageRegistry';
export type { PushedImage } from './ImageRegistry';
export type { CiJob, CiPipeline, CiStatus, PipelineRecord } from './model';
export { Pipelines } from './Pipelines';
export { isRetryable } from './transitions';
