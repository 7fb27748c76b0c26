/**
 * Argo CD as a deployment engine of Slipway, and a client of its API.
 * @packageDocumentation
 */
export type {
  ArgocdCredentials,
  ArgocdInstanceConfig,
} from './config/ArgocdInstanceConfig';
export { readArgocdInstances } from './config/readArgocdInstances';
export type {
  ArgocdApplicationManifest,
  ArgocdApplicationScope,
  ArgocdClient,
  ArgocdObjectMeta,
  ArgocdProjectManifest,
  ArgocdStreamEvent,
} from './client/ArgocdClient';
export {
  createArgocdClient,
  type ArgocdClientOptions,
} from './client/createArgocdClient';
export type {
  ArgocdApplication,
  ArgocdProject,
  ArgocdResourceTree,
} from './client/wire';
export { ArgocdEngine } from './engine/ArgocdEngine';
export type { WatchTimes } from './engine/watchApplications';
export { gitopsModuleArgocd as default } from './module';
