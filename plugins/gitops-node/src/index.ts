/**
 * Ports and extension points of Slipway's backend.
 * @packageDocumentation
 */
export {
  gitopsProvidersExtensionPoint,
  type GitopsProvidersExtensionPoint,
} from './extensionPoints';
export type {
  CallOptions,
  DeploymentEngine,
  DeploymentEngineEvent,
  PipelineCommand,
  PipelineProvider,
  RepositoryProvider,
} from './ports';
