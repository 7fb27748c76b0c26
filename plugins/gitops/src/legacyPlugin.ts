import {
  createApiFactory,
  createComponentExtension,
  createPlugin,
  discoveryApiRef,
  fetchApiRef,
} from '@backstage/core-plugin-api';
import { GitopsClient, gitopsApiRef } from './api';

/** @public */
export const gitopsLegacyPlugin = createPlugin({
  id: 'gitops',
  apis: [
    createApiFactory({
      api: gitopsApiRef,
      deps: { discoveryApi: discoveryApiRef, fetchApi: fetchApiRef },
      factory: apis => new GitopsClient(apis),
    }),
  ],
});

/** Content of an `EntityLayout.Route`, for example at `/deployments`. @public */
export const EntityDeploymentsContent = gitopsLegacyPlugin.provide(
  createComponentExtension({
    name: 'EntityDeploymentsContent',
    component: {
      lazy: () => import('./components/tab').then(m => m.DeploymentsTab),
    },
  }),
);

/** Card for an entity's overview. @public */
export const EntityDeploymentsCard = gitopsLegacyPlugin.provide(
  createComponentExtension({
    name: 'EntityDeploymentsCard',
    component: {
      lazy: () => import('./components/cards').then(m => m.DeploymentsCard),
    },
  }),
);

/** Card for an entity's overview. @public */
export const EntityPipelineCard = gitopsLegacyPlugin.provide(
  createComponentExtension({
    name: 'EntityPipelineCard',
    component: {
      lazy: () => import('./components/cards').then(m => m.PipelineCard),
    },
  }),
);
