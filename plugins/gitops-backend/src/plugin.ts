import {
  coreServices,
  createBackendPlugin,
} from '@backstage/backend-plugin-api';
import { catalogServiceRef } from '@backstage/plugin-catalog-node';
import { gitopsProvidersExtensionPoint } from '@slipway/plugin-gitops-node';
import { readGitopsConfig } from './config';
import { openDatabase } from './database';
import { Providers } from './providers/Providers';
import { createRouter } from './router';
import { createServices } from './services';

/**
 * Shows where every commit is: keeps a projection of all deployment engines, and serves it to the frontend.
 * @public
 */
export const gitopsPlugin = createBackendPlugin({
  pluginId: 'gitops',
  register(env) {
    const providers = new Providers();
    env.registerExtensionPoint(gitopsProvidersExtensionPoint, providers);
    env.registerInit({
      deps: {
        auditor: coreServices.auditor,
        auth: coreServices.auth,
        catalog: catalogServiceRef,
        config: coreServices.rootConfig,
        database: coreServices.database,
        httpAuth: coreServices.httpAuth,
        httpRouter: coreServices.httpRouter,
        lifecycle: coreServices.lifecycle,
        logger: coreServices.logger,
        permissions: coreServices.permissions,
        permissionsRegistry: coreServices.permissionsRegistry,
      },
      async init({ config, database, httpRouter, lifecycle, ...deps }) {
        const services = createServices({
          ...deps,
          config: readGitopsConfig(config),
          knex: await openDatabase(database),
          providers,
        });
        await services.start();
        lifecycle.addStartupHook(() => services.subscribe());
        lifecycle.addShutdownHook(() => services.stop());
        httpRouter.use(createRouter(services.router));
      },
    });
  },
});
