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

// As text it is a tag, as a number infinity.
const released = '3333e333';

describe.each(['kustomize', 'helm'] as const)(
  'the chatbot, packaged by %s, with its secrets at AWS',
  packaging => {
    it('waits for its first release and its secrets, and keeps no sync waiting', async () => {
      const name = `chat-${packaging}`;
      const namespace = `${name}-prod`;
      const app = aPackagedApp({
        name,
        starter: 'chatbot',
        secretStore: 'aws-ssm',
        packaging,
        environments: ['prod'],
      });
      const files = await renderPackaging(app);
      const repoURL = await sandbox.addRepository(`demo/${name}`, files);
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
      // How often it was synced, and how it is.
      const state = () =>
        `${status()?.history?.length ?? 0} ${sandbox.states()[namespace]}`;

      await eventually(state, now => now === '1 Synced Degraded');
      expect(state()).toBe('1 Synced Degraded');

      const image = `registry.example.com/shop/${name}:${released}`;
      sandbox.world.gitlab.images.push(image, { at: new Date() });
      const [changed = '', text = ''] =
        [...files].find(([, each]) => /[tT]ag: .*unreleased/.test(each)) ?? [];
      await sandbox.commit(`demo/${name}`, {
        [changed]: text.replace(/(?<=[tT]ag: )\S*unreleased\S*/, released),
      });
      await eventually(state, now => now === '2 Synced Degraded');
      expect(state()).toBe('2 Synced Degraded');

      sandbox.world.parameters.createIfMissing(
        `/shop/${name}/${short.prod}/app`,
        JSON.stringify({ DATABASE_PASSWORD: 'x', API_KEYS: 'y' }),
      );
      await eventually(
        () => sandbox.states()[namespace],
        now => now === 'Synced Healthy',
        60_000,
      );
      expect(sandbox.states()[namespace]).toBe('Synced Healthy');
      expect(status()?.summary.images).toEqual(expect.arrayContaining([image]));
      const migrations = sandbox.world.cluster
        .recordsOf(namespace)
        .filter(({ object }) => object.kind === 'Job');
      expect(migrations.map(job => job.status)).toMatchObject([
        { succeeded: 1 },
      ]);
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
