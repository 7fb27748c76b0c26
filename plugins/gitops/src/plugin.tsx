import {
  ApiBlueprint,
  createFrontendPlugin,
  discoveryApiRef,
  fetchApiRef,
} from '@backstage/frontend-plugin-api';
import {
  EntityCardBlueprint,
  EntityContentBlueprint,
} from '@backstage/plugin-catalog-react/alpha';
import { GitopsClient, gitopsApiRef } from './api';
import { isGitopsAvailable } from './catalog/isGitopsAvailable';

const gitopsApi = ApiBlueprint.make({
  params: defineParams =>
    defineParams({
      api: gitopsApiRef,
      deps: { discoveryApi: discoveryApiRef, fetchApi: fetchApiRef },
      factory: apis => new GitopsClient(apis),
    }),
});

const deploymentsContent = EntityContentBlueprint.make({
  name: 'deployments',
  params: {
    path: '/deployments',
    title: 'Deployments',
    group: 'deployment',
    filter: isGitopsAvailable,
    loader: async () => {
      const { DeploymentsTab } = await import('./components/tab');
      return <DeploymentsTab />;
    },
  },
});

const deploymentsCard = EntityCardBlueprint.make({
  name: 'deployments',
  params: {
    filter: isGitopsAvailable,
    loader: async () => {
      const { DeploymentsCard } = await import('./components/cards');
      return <DeploymentsCard />;
    },
  },
});

const pipelineCard = EntityCardBlueprint.make({
  name: 'pipeline',
  params: {
    filter: isGitopsAvailable,
    loader: async () => {
      const { PipelineCard } = await import('./components/cards');
      return <PipelineCard />;
    },
  },
});

/** The pages of Slipway for the new frontend system. @public */
export const gitopsPlugin = createFrontendPlugin({
  pluginId: 'gitops',
  title: 'GitOps',
  info: { packageJson: () => import('../package.json') },
  extensions: [gitopsApi, deploymentsContent, deploymentsCard, pipelineCard],
});
