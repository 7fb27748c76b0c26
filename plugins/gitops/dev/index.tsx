import { createDevApp } from '@backstage/frontend-dev-utils';
import {
  createFrontendPlugin,
  PageBlueprint,
} from '@backstage/frontend-plugin-api';
import catalogPlugin from '@backstage/plugin-catalog/alpha';
import { catalogColumnsModule } from '../src';
import { catalogFixture, gitopsFixture } from './catalogFixture';
import { DevPage } from './DevPage';

const devPlugin = createFrontendPlugin({
  pluginId: 'gitops',
  title: 'GitOps states',
  extensions: [
    gitopsFixture,
    PageBlueprint.make({
      params: {
        path: '/',
        title: 'GitOps states',
        loader: async () => <DevPage />,
      },
    }),
  ],
});

createDevApp({
  features: [catalogPlugin, catalogFixture, catalogColumnsModule, devPlugin],
});
