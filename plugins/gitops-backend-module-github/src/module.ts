import { hostname } from 'node:os';
import {
  coreServices,
  createBackendModule,
} from '@backstage/backend-plugin-api';
import { eventsServiceRef } from '@backstage/plugin-events-node';
import { gitopsProvidersExtensionPoint } from '@slipway/plugin-gitops-node';
import { GithubPipelineChangeSource } from './events/GithubPipelineChangeSource';
import { GithubHosts } from './hosts/GithubHosts';
import { GithubPipelineProvider } from './pipelines/GithubPipelineProvider';
import { GithubRepositoryProvider } from './repositories/GithubRepositoryProvider';

/** Adds GitHub as a source of pipelines, repositories and webhooks. @public */
export const gitopsModuleGithub = createBackendModule({
  pluginId: 'gitops',
  moduleId: 'github',
  register({ registerInit }) {
    registerInit({
      deps: {
        config: coreServices.rootConfig,
        events: eventsServiceRef,
        logger: coreServices.logger,
        providers: gitopsProvidersExtensionPoint,
      },
      async init({ config, events, logger, providers }) {
        const hosts = GithubHosts.fromConfig(config);
        providers.addPipelineProvider(new GithubPipelineProvider(hosts));
        providers.addRepositoryProvider(new GithubRepositoryProvider(hosts));
        providers.addPipelineChangeSource(
          new GithubPipelineChangeSource({
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
