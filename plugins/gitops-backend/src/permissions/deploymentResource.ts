import { createPermissionResourceRef } from '@backstage/plugin-permission-node';
import {
  type Application,
  RESOURCE_TYPE_GITOPS_DEPLOYMENT,
} from '@slipway/plugin-gitops-common';

/**
 * What the rules see of a deployment.
 * @public
 */
export interface GitopsDeploymentResource {
  readonly application: Application;
  /** Absent when none could be found for the application. */
  readonly environment?: string;
  /** Entity references of those who own a component that names the application. */
  readonly owners: readonly string[];
}

/**
 * A rule as a filter on a property of `GitopsDeploymentResource`.
 * @public
 */
export interface GitopsDeploymentQuery {
  readonly property: 'environment' | 'project' | 'instance' | 'owners';
  readonly values: readonly string[];
}

/**
 * The resource behind `gitops.deployment.*`. A reference is `instance/namespace/name`, each part encoded as in a URL, the
 * namespace empty where the engine reports none.
 * @public
 */
export const gitopsDeploymentResourceRef = createPermissionResourceRef<
  GitopsDeploymentResource,
  GitopsDeploymentQuery
>().with({
  pluginId: 'gitops',
  resourceType: RESOURCE_TYPE_GITOPS_DEPLOYMENT,
});
