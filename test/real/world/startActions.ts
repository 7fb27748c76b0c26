import {
  createBackendPlugin,
  type BackendFeature,
} from '@backstage/backend-plugin-api';
import { mockServices, startTestBackend } from '@backstage/backend-test-utils';
import { catalogServiceMock } from '@backstage/plugin-catalog-node/testUtils';
import {
  scaffolderActionsExtensionPoint,
  type TemplateAction,
} from '@backstage/plugin-scaffolder-node';
import { createMockActionContext } from '@backstage/plugin-scaffolder-node-test-utils';
import type { JsonObject } from '@backstage/types';
import scaffolderGitops from '@slipway/plugin-scaffolder-backend-module-gitops';
import { argocd, sealedSecrets } from './realSystems';

/** Installed scaffolder actions, without the scaffolder around them. */
export interface Actions {
  /** Runs one action; resolves to its outputs. */
  run(
    id: string,
    input: JsonObject,
  ): Promise<Readonly<Record<string, unknown>>>;
  stop(): Promise<void>;
}

/** The actions of our scaffolder module, configured as in an app: the real Argo CD is its instance `main`. */
export async function startActions(config: JsonObject = {}): Promise<Actions> {
  const actions = new Map<string, TemplateAction<any, any, any>>();
  const backend = await startTestBackend({
    features: [
      scaffolderThatCollects(actions),
      scaffolderGitops,
      catalogServiceMock.factory({ entities: [] }),
      mockServices.rootConfig.factory({
        data: {
          argocd: {
            appLocatorMethods: [
              {
                type: 'config',
                instances: [
                  { name: 'main', url: argocd.url, token: argocd.token },
                ],
              },
            ],
          },
          ...(sealedSecrets.url && {
            gitops: {
              sealedSecrets: {
                certificates: [{ url: `${sealedSecrets.url}/v1/cert.pem` }],
              },
            },
          }),
          ...config,
        },
      }),
    ],
  });
  return {
    async run(id, input) {
      const action = actions.get(id);
      if (!action) throw new Error(`there is no action ${id}`);
      const outputs: Record<string, unknown> = {};
      await action.handler({
        ...createMockActionContext({ input }),
        output: (name: string, value: unknown) => {
          outputs[name] = value;
        },
      });
      return outputs;
    },
    stop: () => backend.stop(),
  };
}

function scaffolderThatCollects(
  actions: Map<string, TemplateAction<any, any, any>>,
): BackendFeature {
  return createBackendPlugin({
    pluginId: 'scaffolder',
    register(env) {
      env.registerExtensionPoint(scaffolderActionsExtensionPoint, {
        addActions: (...added) => {
          for (const action of added) actions.set(action.id, action);
        },
      });
      env.registerInit({ deps: {}, init: async () => {} });
    },
  });
}
