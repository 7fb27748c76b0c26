import {
  coreServices,
  createBackendModule,
} from '@backstage/backend-plugin-api';
import { ScmIntegrations } from '@backstage/integration';
import { catalogServiceRef } from '@backstage/plugin-catalog-node';
import { scaffolderActionsExtensionPoint } from '@backstage/plugin-scaffolder-node';
import {
  createArgocdClient,
  readArgocdInstances,
} from '@slipway/plugin-gitops-backend-module-argocd';
import { defaultEnvironmentLabel } from '@slipway/plugin-gitops-common';
import { createArgocdApplicationApplyAction } from './actions/argocdApplicationApply';
import { createArgocdApplicationDeleteAction } from './actions/argocdApplicationDelete';
import { createArgocdProjectApplyAction } from './actions/argocdProjectApply';
import { createArgocdProjectDeleteAction } from './actions/argocdProjectDelete';
import { createSealedSecretsSealAction } from './actions/sealedSecretsSeal';
import { createSealedSecretsWriteAction } from './actions/sealedSecretsWrite';
import { createArgocdInstances } from './argocd/ArgocdInstances';
import { readCertificateConfigs } from './sealing/readCertificateConfigs';
import { createSealingCertificates } from './sealing/SealingCertificates';

/** Adds Slipway's actions to the scaffolder. @public */
export const scaffolderModuleGitops = createBackendModule({
  pluginId: 'scaffolder',
  moduleId: 'gitops',
  register({ registerInit }) {
    registerInit({
      deps: {
        actions: scaffolderActionsExtensionPoint,
        catalog: catalogServiceRef,
        config: coreServices.rootConfig,
      },
      async init({ actions, catalog: _catalog, config }) {
        const instances = createArgocdInstances(
          readArgocdInstances(config),
          createArgocdClient,
        );
        const certificates = createSealingCertificates(
          readCertificateConfigs(config),
        );
        ScmIntegrations.fromConfig(config);
        const environmentLabel =
          config.getOptionalString('gitops.environmentLabel') ??
          defaultEnvironmentLabel;
        actions.addActions(
          createArgocdProjectApplyAction({ instances }),
          createArgocdProjectDeleteAction({ instances }),
          createArgocdApplicationApplyAction({ instances, environmentLabel }),
          createArgocdApplicationDeleteAction({ instances }),
          createSealedSecretsSealAction({ certificates }),
          createSealedSecretsWriteAction(),
        );
      },
    });
  },
});
