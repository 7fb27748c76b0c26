/**
 * Contract suites: every provider, the sandbox and the real systems run them.
 * @packageDocumentation
 */
export {
  deploymentEngineContract,
  type DeploymentEngineContractCase,
} from './deploymentEngineContract';
export type {
  DeploymentEngineSetUp,
  DeploymentEngineWorld,
  WorldApplication,
} from './DeploymentEngineWorld';
export { failureOf } from './failureOf';
export {
  FakeHttpHost,
  type FakeAnswer,
  type SeenRequest,
} from './FakeHttpHost';
export { FakeRepository, type FakeCommit } from './FakeRepository';
export {
  gitHostHttpContract,
  type GitHostHttpContractOptions,
  type GitHostHttpWorld,
} from './gitHostHttpContract';
export {
  pipelineProviderContract,
  type PipelineProviderCase,
  type PipelineProviderContractOptions,
  type PipelineProviderWorld,
} from './pipelineProviderContract';
export {
  repositoryProviderContract,
  type RepositoryProviderContractOptions,
  type RepositoryProviderWorld,
} from './repositoryProviderContract';
