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
  integrationAt,
  parseRepositoryAddress,
  pathSegment,
  restAddress,
  retryAfterSeconds,
  sleep,
  UpstreamHost,
  withoutToken,
  type AnswerSchema,
  type RepositoryAddress,
  type UpstreamCall,
  type UpstreamHostOptions,
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
