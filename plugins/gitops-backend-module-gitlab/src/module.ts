import { hostname } from 'node:os';
import {
  coreServices,
  createBackendModule,
} from '@backstage/backend-plugin-api';
import { eventsServiceRef } from '@backstage/plugin-events-node';
import { gitopsProvidersExtensionPoint } from '@slipway/plugin-gitops-node';
import { GitlabPipelineChangeSource } from './events/GitlabPipelineChangeSource';
import { GitlabHosts } from './hosts/GitlabHosts';
import { GitlabPipelineProvider } from './pipelines/GitlabPipelineProvider';
import { GitlabRepositoryProvider } from './repositories/GitlabRepositoryProvider';

/** Adds GitLab as a source of pipelines, repositories and webhooks. @public */
export const gitopsModuleGitlab = createBackendModule({
  pluginId: 'gitops',
  moduleId: 'gitlab',
  register({ registerInit }) {
    registerInit({
      deps: {
        config: coreServices.rootConfig,
        events: eventsServiceRef,
        logger: coreServices.logger,
        providers: gitopsProvidersExtensionPoint,
      },
      async init({ config, events, logger, providers }) {
        const hosts = GitlabHosts.fromConfig(config);
        providers.addPipelineProvider(new GitlabPipelineProvider(hosts));
        providers.addRepositoryProvider(new GitlabRepositoryProvider(hosts));
        providers.addPipelineChangeSource(
          new GitlabPipelineChangeSource({
            events,
            hosts,
            logger,
            replica: hostname(),
          }),
        );
      },
    });
  },
});
