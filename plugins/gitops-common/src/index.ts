/**
 * Types and pure decisions of Slipway. Runs in browsers and on servers alike.
 * @packageDocumentation
 */
export * from './model';
export * from './api';
export * from './drift';
export * from './environments';
export * from './images';
export * from './names';
export * from './sealing';
export * from './selectors';
export * from './summaries';
export * from './trace';
export {
  RESOURCE_TYPE_GITOPS_DEPLOYMENT,
  gitopsDeploymentReadPermission,
  gitopsDeploymentSyncPermission,
  gitopsPermissions,
  gitopsPipelineReadPermission,
  gitopsPipelineRunPermission,
  gitopsSealingCertificateReadPermission,
} from './permissions';
