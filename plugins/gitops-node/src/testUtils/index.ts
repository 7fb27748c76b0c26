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
export { FakeRepository, type FakeCommit } from './FakeRepository';
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
