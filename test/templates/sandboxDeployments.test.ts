import {
  eventually,
  startRunningSandbox,
  type RunningSandbox,
} from './aSandbox';
import { aPackagedApp, renderPackaging, short } from './packagedApp';
import { stopScaffolder } from './startScaffolder';

jest.setTimeout(120_000);

let sandbox: RunningSandbox;
beforeAll(async () => {
  sandbox = await startRunningSandbox(100);
});
afterAll(async () => {
  await stopScaffolder();
  await sandbox.stop();
});

const released = '1234abcd';

describe.each(['kustomize', 'helm'] as const)(
  'the chatbot, packaged by %s, with its secrets at AWS',
  packaging => {
    it('waits for its secrets, then database, migration and service start in turn', async () => {
      const name = `chat-${packaging}`;
      const namespace = `${name}-prod`;
      const app = aPackagedApp({
        name,
        starter: 'chatbot',
        secretStore: 'aws-ssm',
        packaging,
        environments: ['prod'],
      });
      const files = new Map(
        [...(await renderPackaging(app))].map(([file, text]) => [
          file,
          text.replaceAll('unreleased', released),
        ]),
      );
      const repoURL = await sandbox.addRepository(`demo/${name}`, files);
      const { images } = sandbox.world.gitlab;
      images.push(`registry.example.com/shop/${name}:${released}`, {
        at: new Date(),
      });
      await sandbox.argocd('POST', '/applications', {
        metadata: { name: namespace },
        spec: {
          project: 'default',
          source:
            packaging === 'helm'
              ? {
                  repoURL,
                  path: `charts/${name}`,
                  helm: {
                    releaseName: name,
                    valueFiles: [`values-${short.prod}.yaml`],
                  },
                }
              : { repoURL, path: 'k8s/overlays/prod' },
          destination: { name: 'in-cluster', namespace },
          syncPolicy: {
            automated: { prune: true, selfHeal: true },
            syncOptions: ['CreateNamespace=true'],
          },
        },
      });
      const status = () =>
        sandbox.world.argocd.store.application(namespace)?.status;
      const message = () => status()?.operationState?.message;

      const waiting = `waiting for healthy state of apps/StatefulSet/${name}-postgres`;
      await eventually(message, text => text === waiting);
      expect(message()).toBe(waiting);
      expect(status()?.health.status).toBe('Degraded');

      sandbox.world.parameters.createIfMissing(
        `/shop/${name}/${short.prod}/app`,
        JSON.stringify({ DATABASE_PASSWORD: 'x', API_KEYS: 'y' }),
      );
      await eventually(
        () => sandbox.states()[namespace],
        state => state === 'Synced Healthy',
        60_000,
      );
      expect(sandbox.states()[namespace]).toBe('Synced Healthy');
      expect(status()?.summary.images).toEqual(
        expect.arrayContaining([
          `registry.example.com/shop/${name}:${released}`,
        ]),
      );
      const service = sandbox.world.cluster
        .recordsOf(namespace)
        .find(
          ({ object }) =>
            object.kind === 'Deployment' && object.metadata.name === name,
        );
      expect(service?.scaledTo).toBe(3);
    });
  },
);
