import {
  coreServices,
  createBackendModule,
} from '@backstage/backend-plugin-api';
import { gitopsProvidersExtensionPoint } from '@slipway/plugin-gitops-node';
import { createArgocdClient } from './client/createArgocdClient';
import { readArgocdInstances } from './config/readArgocdInstances';
import { ArgocdEngine } from './engine/ArgocdEngine';

/** Adds one deployment engine for each configured Argo CD. @public */
export const gitopsModuleArgocd = createBackendModule({
  pluginId: 'gitops',
  moduleId: 'argocd',
  register(env) {
    env.registerInit({
      deps: {
        providers: gitopsProvidersExtensionPoint,
        config: coreServices.rootConfig,
      },
      async init({ providers, config }) {
        for (const instance of readArgocdInstances(config)) {
          providers.addDeploymentEngine(
            new ArgocdEngine({
              client: createArgocdClient(instance),
              pages: instance.frontendUrl ?? instance.url,
            }),
          );
        }
      },
    });
  },
});
