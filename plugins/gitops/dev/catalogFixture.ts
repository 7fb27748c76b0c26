import {
  ApiBlueprint,
  createFrontendModule,
} from '@backstage/frontend-plugin-api';
import { catalogApiRef } from '@backstage/plugin-catalog-react';
import { catalogApiMock } from '@backstage/plugin-catalog-react/testUtils';
import { gitopsApiRef } from '../src/api';
import { FakeGitopsApi } from '../src/testing';
import { anEntity, states } from './states';

const names = ['chat-api', 'orders', 'realtime-ml', 'docs-site', 'new-thing'];

/** A catalog of a few components, for the real catalog page. */
export const catalogFixture = createFrontendModule({
  pluginId: 'catalog',
  extensions: [
    ApiBlueprint.make({
      params: defineParams =>
        defineParams({
          api: catalogApiRef,
          deps: {},
          factory: () =>
            catalogApiMock({ entities: names.map(name => anEntity(name)) }),
        }),
    }),
  ],
});

/** The gitops API behind the catalog page. */
export const gitopsFixture = ApiBlueprint.make({
  name: 'fixture',
  params: defineParams =>
    defineParams({
      api: gitopsApiRef,
      deps: {},
      factory: () => new FakeGitopsApi(states.table?.world ?? {}),
    }),
});
