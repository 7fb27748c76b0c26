import type { PermissionsRegistryService } from '@backstage/backend-plugin-api';
import {
  type Application,
  type ApplicationId,
  gitopsDeploymentReadPermission,
  gitopsDeploymentSyncPermission,
  gitopsPipelineReadPermission,
  gitopsPipelineRunPermission,
  gitopsSealingCertificateReadPermission,
} from '@slipway/plugin-gitops-common';
import {
  type GitopsDeploymentResource,
  gitopsDeploymentResourceRef,
} from './deploymentResource';
import { parseDeploymentRef } from './resourceReference';
import { gitopsDeploymentRules } from './rules';

/** Tells the permission framework what there is to permit, and where it finds deployments by their reference. */
export function registerPermissions(options: {
  readonly registry: PermissionsRegistryService;
  readonly find: (id: ApplicationId) => Application | undefined;
  readonly describe: (
    applications: readonly Application[],
  ) => Promise<readonly GitopsDeploymentResource[]>;
}): void {
  const { registry, find, describe } = options;
  registry.addPermissions([
    gitopsPipelineReadPermission,
    gitopsPipelineRunPermission,
    gitopsSealingCertificateReadPermission,
  ]);
  registry.addResourceType({
    resourceRef: gitopsDeploymentResourceRef,
    permissions: [
      gitopsDeploymentReadPermission,
      gitopsDeploymentSyncPermission,
    ],
    rules: Object.values(gitopsDeploymentRules),
    getResources: async refs => {
      const found = refs.map(ref => {
        const id = parseDeploymentRef(ref);
        return id && find(id);
      });
      const known = found.filter(application => application !== undefined);
      const resources = new Map(
        (await describe(known)).map(resource => [
          resource.application,
          resource,
        ]),
      );
      return found.map(
        application => application && resources.get(application),
      );
    },
  });
}
