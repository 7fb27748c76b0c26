export type {
  CallOptions,
  DeploymentEngine,
  DeploymentEngineEvent,
} from './DeploymentEngine';
export type { PipelineCommand, PipelineProvider } from './PipelineProvider';
export type { RepositoryProvider } from './RepositoryProvider';
