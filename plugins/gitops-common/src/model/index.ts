export { defaultEnvironments, type Environment } from './environment';
export type {
  Application,
  ApplicationHistoryEntry,
  ApplicationId,
  ApplicationSource,
  HealthState,
  SyncOperation,
  SyncState,
} from './application';
export type {
  Deployment,
  DeploymentImage,
  Drift,
  ImageReference,
  PodSummary,
} from './deployment';
export type {
  Commit,
  Comparison,
  PipelineJob,
  PipelineRun,
  PipelineStage,
  PipelineStatus,
  ProjectRef,
} from './pipeline';
export type { DeploymentEvent, TraceCell, TraceImage, TraceRow } from './trace';
