export { ImageRegistry } from './ImageRegistry';
export type { PushedImage } from './ImageRegistry';
export { ImageRepositories } from './ImageRepositories';
export type { CiJob, CiPipeline, CiStatus, PipelineRecord } from './model';
export { Pipelines } from './Pipelines';
export { isRetryable } from './transitions';
