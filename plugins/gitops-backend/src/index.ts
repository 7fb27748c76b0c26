/**
 * Slipway's backend plugin, and what policies need to decide about deployments.
 * @packageDocumentation
 */
export { gitopsPlugin as default } from './plugin';
export {
  createGitopsDeploymentConditionalDecision,
  gitopsDeploymentConditions,
  type GitopsDeploymentQuery,
  type GitopsDeploymentResource,
  gitopsDeploymentResourceRef,
  gitopsDeploymentRules,
  stringifyDeploymentRef,
} from './permissions';
