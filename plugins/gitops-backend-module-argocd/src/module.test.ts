import { createBackendPlugin } from '@backstage/backend-plugin-api';
import { mockServices, startTestBackend } from '@backstage/backend-test-utils';
import {
  gitopsProvidersExtensionPoint,
  type DeploymentEngine,
} from '@slipway/plugin-gitops-node';
import { gitopsModuleArgocd } from './module';

const start = async (argocd: object | undefined) => {
  const engines: DeploymentEngine[] = [];
  const host = createBackendPlugin({
    pluginId: 'gitops',
    register(env) {
      env.registerExtensionPoint(gitopsProvidersExtensionPoint, {
        addDeploymentEngine: engine => engines.push(engine),
        addPipelineProvider: () => {},
        addRepositoryProvider: () => {},
        addPipelineChangeSource: () => {},
      });
      env.registerInit({ deps: {}, init: async () => {} });
    },
  });
  await startTestBackend({
    features: [
      host,
      gitopsModuleArgocd,
      mockServices.rootConfig.factory({ data: { ...(argocd && { argocd }) } }),
    ],
  });
  return engines.map(({ instance, title }) => ({ instance, title }));
};

describe('gitopsModuleArgocd', () => {
  it('adds an engine for each configured instance', async () => {
    const instance = (name: string) => ({
      name,
      url: `https://${name}.example`,
      token: 't',
    });
    const methods = [
      { type: 'config', instances: [instance('main'), instance('edge')] },
      { type: 'config', instances: [instance('third')] },
    ];
    expect(await start({ appLocatorMethods: methods })).toEqual([
      { instance: 'main', title: 'Argo CD “main”' },
      { instance: 'edge', title: 'Argo CD “edge”' },
      { instance: 'third', title: 'Argo CD “third”' },
    ]);
  });

  it('adds none where no Argo CD is configured', async () => {
    expect(await start(undefined)).toEqual([]);
  });

  it('stops the start of a backend that is configured wrongly', async () => {
    const methods = [
      { type: 'config', instances: [{ name: 'main', url: 'https://cd' }] },
    ];
    await expect(start({ appLocatorMethods: methods })).rejects.toThrow(
      'argocd.appLocatorMethods[0].instances[0] needs token',
    );
  });
});
