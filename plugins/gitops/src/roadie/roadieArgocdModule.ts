import {
  ApiBlueprint,
  createFrontendModule,
} from '@backstage/frontend-plugin-api';
import { argoCDApiRef } from '@roadiehq/backstage-plugin-argo-cd';
import { gitopsApiRef } from '../api';
import { RoadieArgocdAdapter } from './RoadieArgocdAdapter';

/** Takes the place of `api:argocd` of Roadie's plugin. @public */
export const roadieArgocdApi = ApiBlueprint.make({
  params: defineParams =>
    defineParams({
      api: argoCDApiRef,
      deps: { gitopsApi: gitopsApiRef },
      factory: ({ gitopsApi }) => new RoadieArgocdAdapter(gitopsApi),
    }),
});

/**
 * Feeds the cards of `@roadiehq/backstage-plugin-argo-cd` from the gitops backend; Roadie's own backend is not needed.
 * @public
 */
export const roadieArgocdModule = createFrontendModule({
  pluginId: 'argocd',
  extensions: [roadieArgocdApi],
});
