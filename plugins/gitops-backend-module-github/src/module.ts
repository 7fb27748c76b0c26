import { createBackendModule } from '@backstage/backend-plugin-api';

/** Adds GitHub as a source of pipelines, repositories and webhooks. @public */
export const gitopsModuleGithub = createBackendModule({
  pluginId: 'gitops',
  moduleId: 'github',
  register({ registerInit }) {
    registerInit({ deps: {}, async init() {} });
  },
});
