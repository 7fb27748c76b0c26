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
import { gitopsModuleGithub } from './module';

type ChangeSource = Parameters<
  GitopsProvidersExtensionPoint['addPipelineChangeSource']
>[0];

describe('the GitHub module in a backend', () => {
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
        gitopsModuleGithub,
        mockServices.rootConfig.factory({
          data: {
            integrations: {
              github: [
                {
                  host: 'git.example.com',
                  apiBaseUrl: 'https://git.example.com/api/v3',
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
    expect(ids).toEqual(['pipelines github', 'repositories github']);
    await backend.stop();
  });

  it('passes on what webhooks report of configured hosts', async () => {
    const { sources, events, backend } = await start();
    const changed: ProjectRef[] = [];
    await sources[0].subscribe(project => changed.push(project));
    const publish = (eventPayload: unknown) =>
      events.forPlugin('test').publish({ topic: 'github', eventPayload });
    const runAt = (host: string) => ({
      action: 'completed',
      workflow_run: { id: 1, head_branch: 'main', event: 'push' },
      repository: {
        full_name: 'shop/orders',
        html_url: `https://${host}/shop/orders`,
        default_branch: 'main',
      },
    });

    await publish(runAt('git.example.com'));
    await publish(runAt('github.elsewhere.example'));
    await publish({ ref: 'refs/heads/main', commits: [] });
    await publish('nonsense');

    expect(changed).toEqual([
      { provider: 'github', host: 'git.example.com', path: 'shop/orders' },
    ]);
    await backend.stop();
  });
});
