/**
 * Ports and extension points of Slipway's backend.
 * @packageDocumentation
 */
export {
  gitopsProvidersExtensionPoint,
  type GitopsProvidersExtensionPoint,
} from './extensionPoints';
export {
  folderOfTree,
  parseRepositoryAddress,
  pathSegment,
  retryAfterSeconds,
  sleep,
  type RepositoryAddress,
} from './http';
export { currentStage } from './pipelines';
export type {
  CallOptions,
  DeploymentEngine,
  DeploymentEngineEvent,
  PipelineCommand,
  PipelineProvider,
  RepositoryProvider,
} from './ports';
