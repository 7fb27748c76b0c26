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
import { createGithubRepositoryDeleteAction } from './actions/githubRepositoryDelete';
import { createGitlabProjectDeleteAction } from './actions/gitlabProjectDelete';
import { createGitopsComponentAwaitAction } from './actions/gitopsComponentAwait';
import { createGitopsPreflightAction } from './actions/gitopsPreflight';
import { createSealedSecretsSealAction } from './actions/sealedSecretsSeal';
import { createSealedSecretsWriteAction } from './actions/sealedSecretsWrite';
import { createArgocdInstances } from './argocd/ArgocdInstances';
import { createGithubRepositories } from './github/GithubRepositories';
import { createGitlabProjects } from './gitlab/GitlabProjects';
import { readEnvironmentNames } from './config/readEnvironmentNames';
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
      async init({ actions, catalog, config }) {
        const instances = createArgocdInstances(
          readArgocdInstances(config),
          createArgocdClient,
        );
        const certificates = createSealingCertificates(
          readCertificateConfigs(config),
        );
        const integrations = ScmIntegrations.fromConfig(config);
        const projects = createGitlabProjects(integrations);
        const repositories = createGithubRepositories(integrations);
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
          createGitlabProjectDeleteAction({ projects, integrations }),
          createGithubRepositoryDeleteAction({ repositories, integrations }),
          createGitopsPreflightAction({
            catalog,
            certificates,
            environments: readEnvironmentNames(config),
            instances,
            integrations,
            projects,
            repositories,
          }),
          createGitopsComponentAwaitAction({ catalog }),
        );
      },
    });
  },
});
