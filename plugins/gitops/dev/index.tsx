import { createDevApp } from '@backstage/frontend-dev-utils';
import {
  createFrontendPlugin,
  PageBlueprint,
} from '@backstage/frontend-plugin-api';
import { DevPage } from './DevPage';

const devPlugin = createFrontendPlugin({
  pluginId: 'gitops-dev',
  extensions: [
    PageBlueprint.make({
      params: {
        path: '/',
        title: 'GitOps states',
        loader: async () => <DevPage />,
      },
    }),
  ],
});

createDevApp({ features: [devPlugin] });
