import {
  type BackendFeature,
  coreServices,
  createBackendModule,
  createServiceFactory,
  type DatabaseService,
} from '@backstage/backend-plugin-api';
import {
  mockServices,
  startTestBackend,
  type TestBackend,
} from '@backstage/backend-test-utils';
import type { Entity } from '@backstage/catalog-model';
import { catalogServiceMock } from '@backstage/plugin-catalog-node/testUtils';
import type {
  DeploymentEngine,
  GitopsProvidersExtensionPoint,
} from '@slipway/plugin-gitops-node';
import { gitopsProvidersExtensionPoint } from '@slipway/plugin-gitops-node';
import type { JsonObject } from '@backstage/types';
import { gitopsPlugin } from '../plugin';
import type { FakeGitProvider } from './FakeGitProvider';

export interface StartGitopsBackendOptions {
  readonly engines?: readonly DeploymentEngine[];
  readonly git?: FakeGitProvider;
  readonly entities?: readonly Entity[];
  readonly config?: JsonObject;
  /** Keeps what one backend wrote for the next. */
  readonly database?: DatabaseService;
  readonly changeSource?: Parameters<
    GitopsProvidersExtensionPoint['addPipelineChangeSource']
  >[0];
  /** Replace services, for example permissions and auditor. */
  readonly features?: readonly BackendFeature[];
}

/** The plugin in a real backend over HTTP, beside a catalog in memory. Reconnects and polls quickly. */
export async function startGitopsBackend(
  options: StartGitopsBackendOptions,
): Promise<TestBackend> {
  const { config, database, features = [] } = options;
  return startTestBackend({
    features: [
      gitopsPlugin,
      providersModule(options),
      catalogServiceMock.factory({ entities: [...(options.entities ?? [])] }),
      mockServices.rootConfig.factory({
        data: {
          backend: { baseUrl: 'http://127.0.0.1' },
          gitops: {
            projection: { reconnectDelay: { milliseconds: 20 } },
            pipelines: {
              pollInterval: { milliseconds: 50 },
              cacheTtl: { seconds: 30 },
            },
            ...config,
          },
        },
      }),
      ...(database
        ? [
            createServiceFactory({
              service: coreServices.database,
              deps: {},
              factory: () => database,
            }),
          ]
        : []),
      ...features,
    ],
  });
}

function providersModule(options: StartGitopsBackendOptions): BackendFeature {
  const { changeSource, engines = [], git } = options;
  return createBackendModule({
    pluginId: 'gitops',
    moduleId: 'test-providers',
    register(env) {
      env.registerInit({
        deps: { providers: gitopsProvidersExtensionPoint },
        async init({ providers }) {
          engines.forEach(engine => providers.addDeploymentEngine(engine));
          if (git) {
            providers.addPipelineProvider(git);
            providers.addRepositoryProvider(git);
          }
          if (changeSource) {
            providers.addPipelineChangeSource(changeSource);
          }
        },
      });
    },
  });
}
