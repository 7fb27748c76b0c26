import { createPermission } from '@backstage/plugin-permission-common';

/** Resource type of one component in one environment. @public */
export const RESOURCE_TYPE_GITOPS_DEPLOYMENT = 'gitops-deployment';

/** See deployments, their images and where commits are. @public */
export const gitopsDeploymentReadPermission = createPermission({
  name: 'gitops.deployment.read',
  attributes: { action: 'read' },
  resourceType: RESOURCE_TYPE_GITOPS_DEPLOYMENT,
});

/** Ask the engine to sync a deployment, or to stop a running sync. @public */
export const gitopsDeploymentSyncPermission = createPermission({
  name: 'gitops.deployment.sync',
  attributes: { action: 'update' },
  resourceType: RESOURCE_TYPE_GITOPS_DEPLOYMENT,
});

/** See pipelines. @public */
export const gitopsPipelineReadPermission = createPermission({
  name: 'gitops.pipeline.read',
  attributes: { action: 'read' },
});

/** Retry a pipeline or start a manual job. @public */
export const gitopsPipelineRunPermission = createPermission({
  name: 'gitops.pipeline.run',
  attributes: { action: 'update' },
});

/** Read a cluster's public sealing certificate. @public */
export const gitopsSealingCertificateReadPermission = createPermission({
  name: 'gitops.sealing-certificate.read',
  attributes: { action: 'read' },
});

/** All permissions of the plugin. @public */
export const gitopsPermissions = [
  gitopsDeploymentReadPermission,
  gitopsDeploymentSyncPermission,
  gitopsPipelineReadPermission,
  gitopsPipelineRunPermission,
  gitopsSealingCertificateReadPermission,
];
