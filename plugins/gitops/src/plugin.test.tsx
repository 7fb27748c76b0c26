import {
  createFrontendModule,
  ApiBlueprint,
} from '@backstage/frontend-plugin-api';
import { renderTestApp } from '@backstage/frontend-test-utils';
import catalogPlugin from '@backstage/plugin-catalog/alpha';
import { catalogApiRef } from '@backstage/plugin-catalog-react';
import { catalogApiMock } from '@backstage/plugin-catalog-react/testUtils';
import roadiePlugin from '@roadiehq/backstage-plugin-argo-cd/alpha';
import { screen, waitFor } from '@testing-library/react';
import { gitopsApiRef } from './api';
import gitopsPlugin, { catalogColumnsModule, roadieArgocdModule } from '.';
import { aDelivery, aDeployment, FakeGitopsApi } from './testing';

const entity = {
  apiVersion: 'backstage.io/v1alpha1',
  kind: 'Component',
  metadata: {
    name: 'chat-api',
    namespace: 'default',
    annotations: { 'argocd/app-selector': 'gitops/component=chat-api' },
  },
  spec: { type: 'service', owner: 'team-chat', lifecycle: 'production' },
};

const aFixture = (api: FakeGitopsApi) => [
  createFrontendModule({
    pluginId: 'gitops',
    extensions: [
      ApiBlueprint.make({
        params: define =>
          define({ api: gitopsApiRef, deps: {}, factory: () => api }),
      }),
    ],
  }),
  createFrontendModule({
    pluginId: 'catalog',
    extensions: [
      ApiBlueprint.make({
        params: define =>
          define({
            api: catalogApiRef,
            deps: {},
            factory: () => catalogApiMock({ entities: [entity] }),
          }),
      }),
    ],
  }),
];

const show = (path: string, api: FakeGitopsApi) =>
  renderTestApp({
    features: [
      catalogPlugin,
      gitopsPlugin,
      roadiePlugin,
      catalogColumnsModule,
      roadieArgocdModule,
      ...aFixture(api),
    ],
    initialRouteEntries: [path],
    config: {
      backend: { baseUrl: 'http://backend' },
      app: {
        extensions: [
          { 'entity-content:argocd/ArgoCdPage': false },
          { 'entity-card:argocd/historyCard': true },
        ],
      },
      argocd: {
        appLocatorMethods: [
          {
            type: 'config',
            instances: [{ name: 'main', url: 'https://argocd.example' }],
          },
        ],
      },
    },
  });

// The page is put together in several passes, which may replace what was found a moment ago.
const seen = (assertion: () => void) => waitFor(assertion, { timeout: 15_000 });

describe('the plugin in an app', () => {
  it('has a tab on the entity', async () => {
    const api = new FakeGitopsApi({ delivery: () => aDelivery() });
    show('/catalog/default/component/chat-api/deployments', api);
    await seen(() =>
      expect(
        screen.getByRole('article', { name: 'staging' }),
      ).toHaveTextContent('a81d0e4c'),
    );
  }, 30_000);

  it("has cards on the overview, and feeds Roadie's without its backend", async () => {
    const api = new FakeGitopsApi({
      delivery: () => aDelivery(),
      applications: () => [aDeployment('dev'), aDeployment('prod')],
    });
    show('/catalog/default/component/chat-api', api);
    await seen(() => {
      expect(screen.getByText('ArgoCD overview')).toBeInTheDocument();
      expect(screen.getByText('chat-api-prod')).toBeInTheDocument();
      expect(screen.getAllByText('Healthy')).toHaveLength(2);
      expect(
        screen.getByRole('columnheader', { name: 'Environment' }),
      ).toBeInTheDocument();
      expect(screen.getByText('#1284')).toBeInTheDocument();
    });
  }, 30_000);

  it("has columns on the catalog's list", async () => {
    const api = new FakeGitopsApi({
      summary: entityRef => ({
        entityRef,
        environments: {
          prod: {
            sync: 'synced',
            health: 'healthy',
            drift: 'inSync',
            tag: '77be910c',
            moreImages: 0,
          },
        },
      }),
    });
    show('/catalog?filters[user]=all', api);
    await seen(() => expect(screen.getByText('77be910c')).toBeInTheDocument());
    expect(api.calls).toHaveLength(1);
  }, 30_000);
});
