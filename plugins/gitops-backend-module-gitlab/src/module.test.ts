import { mockServices, startTestBackend } from '@backstage/backend-test-utils';
import {
  DefaultEventsService,
  eventsServiceRef,
} from '@backstage/plugin-events-node';
import { createServiceFactory } from '@backstage/backend-plugin-api';
import type { ProjectRef } from '@slipway/plugin-gitops-common';
import {
  gitopsProvidersExtensionPoint,
  type GitopsProvidersExtensionPoint,
} from '@slipway/plugin-gitops-node';
import { gitopsModuleGitlab } from './module';

type ChangeSource = Parameters<
  GitopsProvidersExtensionPoint['addPipelineChangeSource']
>[0];

describe('the GitLab module in a backend', () => {
  async function start() {
    const ids: string[] = [];
    const sources: ChangeSource[] = [];
    const events = DefaultEventsService.create({
      logger: mockServices.logger.mock(),
      useEventBus: 'never',
    });
    const backend = await startTestBackend({
      extensionPoints: [
        [
          gitopsProvidersExtensionPoint,
          {
            addDeploymentEngine: () => {},
            addPipelineProvider: ({ id }) => void ids.push(`pipelines ${id}`),
            addRepositoryProvider: ({ id }) =>
              void ids.push(`repositories ${id}`),
            addPipelineChangeSource: source => void sources.push(source),
          },
        ],
      ],
      features: [
        gitopsModuleGitlab,
        mockServices.rootConfig.factory({
          data: {
            integrations: {
              gitlab: [
                {
                  host: 'git.example.com',
                  apiBaseUrl: 'https://git.example.com/api/v4',
                },
              ],
            },
          },
        }),
        createServiceFactory({
          service: eventsServiceRef,
          deps: {},
          factory: () => events.forPlugin('gitops'),
        }),
      ],
    });
    return { ids, sources, events, backend };
  }

  it('adds one provider of pipelines and one of repositories', async () => {
    const { ids, backend } = await start();
    expect(ids).toEqual(['pipelines gitlab', 'repositories gitlab']);
    await backend.stop();
  });

  it('passes on what webhooks report of configured hosts', async () => {
    const { sources, events, backend } = await start();
    const changed: ProjectRef[] = [];
    await sources[0].subscribe(project => changed.push(project));
    const publish = (eventPayload: unknown) =>
      events.forPlugin('test').publish({ topic: 'gitlab', eventPayload });
    const pipelineOf = (webUrl: string) => ({
      object_kind: 'pipeline',
      object_attributes: { ref: 'main' },
      project: {
        path_with_namespace: 'shop/orders',
        web_url: webUrl,
        default_branch: 'main',
      },
    });

    await publish(pipelineOf('https://git.example.com/shop/orders'));
    await publish(pipelineOf('https://gitlab.elsewhere.example/shop/orders'));
    await publish({ object_kind: 'push' });
    await publish('nonsense');

    expect(changed).toEqual([
      { provider: 'gitlab', host: 'git.example.com', path: 'shop/orders' },
    ]);
    await backend.stop();
  });
});
