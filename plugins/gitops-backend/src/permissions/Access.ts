import type { PolicyDecision } from '@backstage/plugin-permission-common';
import type { Capability } from '@slipway/plugin-gitops-common';
import type { GitopsDeploymentResource } from './deploymentResource';

/** What one user may do, asked of the policy once a request. */
export interface Access {
  readonly readDeployments: DeploymentAccess;
  readonly syncDeployments: DeploymentAccess;
  readonly readPipelines: Capability;
  readonly runPipelines: Capability;
  readonly readCertificates: Capability;
}

/** A permission on deployments: one answer for all, or one for each. */
export interface DeploymentAccess {
  readonly decision: PolicyDecision;
  /** Whether the answer depends on who owns the component. */
  readonly asksForOwners: boolean;
  /** True when the policy refuses whatever the deployment is. */
  readonly deniesAll: boolean;
  readonly allows: (resource: GitopsDeploymentResource) => boolean;
}
