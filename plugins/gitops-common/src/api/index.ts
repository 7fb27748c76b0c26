export type {
  ApplicationsResponse,
  Capability,
  ChangeEvent,
  EntityDelivery,
  EntitySummary,
  EnvironmentDelta,
  EnvironmentSummary,
  SealingCertificate,
  SourceStatus,
  SummariesRequest,
  SummariesResponse,
} from './entityDelivery';
