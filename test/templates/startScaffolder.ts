import {
  mockServices,
  startTestBackend,
  type TestBackend,
} from '@backstage/backend-test-utils';
import { catalogServiceMock } from '@backstage/plugin-catalog-node/testUtils';
import scaffolderPlugin from '@backstage/plugin-scaffolder-backend';
import scaffolderGithub from '@backstage/plugin-scaffolder-backend-module-github';
import scaffolderGitlab from '@backstage/plugin-scaffolder-backend-module-gitlab';
import scaffolderGitops from '@slipway/plugin-scaffolder-backend-module-gitops';

/** A scaffolder that listens on 127.0.0.1. */
export interface Scaffolder {
  readonly baseUrl: string;
}

/** The host of a GitLab that exists in configuration only. */
export const gitlabHost = 'gitlab.example.com';

/** The host of GitHub, which no test reaches. */
export const githubHost = 'github.com';

let running: Promise<TestBackend> | undefined;

/** Starts the scaffolder with the modules of this repository's backend; later calls give the one that runs. */
export async function startScaffolder(): Promise<Scaffolder> {
  running ??= startTestBackend({
    features: [
      scaffolderPlugin,
      scaffolderGithub,
      scaffolderGitlab,
      scaffolderGitops,
      catalogServiceMock.factory({ entities: [] }),
      mockServices.rootConfig.factory({
        data: {
          integrations: {
            github: [
              {
                host: githubHost,
                apiBaseUrl: 'http://127.0.0.1:9',
                token: 'not-used-by-a-dry-run',
              },
            ],
            gitlab: [
              {
                host: gitlabHost,
                baseUrl: `https://${gitlabHost}`,
                // Nobody listens there: a dry run has to do without.
                apiBaseUrl: 'http://127.0.0.1:9/api/v4',
                token: 'not-used-by-a-dry-run',
              },
            ],
          },
          argocd: {
            appLocatorMethods: [
              {
                type: 'config',
                instances: [
                  {
                    name: 'main',
                    url: 'http://127.0.0.1:9',
                    token: 'not-used-by-a-dry-run',
                  },
                ],
              },
            ],
          },
        },
      }),
    ],
  });
  const { server } = await running;
  return { baseUrl: `http://127.0.0.1:${server.port()}` };
}

/** Stops it, if it runs. */
export async function stopScaffolder(): Promise<void> {
  const backend = await running;
  running = undefined;
  await backend?.stop();
}
