export type { Access, DeploymentAccess } from './Access';
export {
  type GitopsDeploymentQuery,
  type GitopsDeploymentResource,
  gitopsDeploymentResourceRef,
} from './deploymentResource';
export { needs, PermissionChecker, syncCapability } from './PermissionChecker';
export { registerPermissions } from './registerPermissions';
export { stringifyDeploymentRef } from './resourceReference';
export {
  createGitopsDeploymentConditionalDecision,
  gitopsDeploymentConditions,
  gitopsDeploymentRules,
} from './rules';
