import { startTestWorld, type TestWorld } from './testWorld';

let world: TestWorld;
beforeEach(async () => {
  world = await startTestWorld();
});
afterEach(async () => {
  await world.stop();
});

const replaced = 'Force=true,Replace=true';
const image = (tag: string) => `registry.localhost/demo/chat:${tag}`;

/** A migration and the service that needs it, both applied at once, as the chatbot's manifests have them. */
const manifests = (options: string) => `
apiVersion: batch/v1
kind: Job
metadata: {name: migration, annotations: {argocd.argoproj.io/sync-options: '${options}'}}
spec:
  template: {spec: {containers: [{name: migration, image: chat, envFrom: [{secretRef: {name: chat-secrets}}]}]}}
---
apiVersion: apps/v1
kind: Deployment
metadata: {name: chat}
spec:
  template: {spec: {containers: [{name: app, image: chat, envFrom: [{secretRef: {name: chat-secrets}}]}]}}
`;

/** An application that was made before its first release, and without its Secret. */
async function unreleased(options = replaced) {
  await world.git.createRepository('demo/chat');
  const write = async (files: Readonly<Record<string, string>>) =>
    world.git.commitFiles(
      'demo/chat',
      'main',
      Object.entries(files).map(([path, content]) => ({
        action: 'write' as const,
        path: `k/${path}`,
        content,
      })),
      { message: 'release' },
    );
  const kustomization = (tag: string, more = '') => ({
    'kustomization.yaml': `resources: [chat.yaml]\nimages: [{name: chat, newName: registry.localhost/demo/chat, newTag: "${tag}"}]\n${more}`,
  });
  await write({
    'chat.yaml': manifests(options),
    ...kustomization('unreleased'),
  });
  await world.call('POST', '/applications', {
    metadata: { name: 'chat-dev' },
    spec: {
      project: 'default',
      source: {
        repoURL: `${world.gitlabUrl}/demo/chat.git`,
        path: 'k',
        targetRevision: 'main',
      },
      destination: {
        server: 'https://kubernetes.default.svc',
        namespace: 'chat-dev',
      },
      syncPolicy: {
        automated: { prune: true, selfHeal: true },
        syncOptions: ['CreateNamespace=true'],
        retry: { limit: 1, refresh: true },
      },
    },
  });
  await world.step(8);
  return {
    release: async (tag: string, more?: string) => {
      world.images.add(image(tag));
      await write(kustomization(tag, more));
    },
  };
}

const addSecret = () =>
  world.cluster.apply({
    apiVersion: 'v1',
    kind: 'Secret',
    metadata: { name: 'chat-secrets', namespace: 'chat-dev' },
  });

const status = async () =>
  (await world.call('GET', '/applications/chat-dev')).body.status;

const migration = () =>
  world.cluster.find({
    apiVersion: 'batch/v1',
    kind: 'Job',
    metadata: { name: 'migration', namespace: 'chat-dev' },
  });
const pods = () => migration()?.workload?.sets.flatMap(set => set.pods) ?? [];

describe('a Job that is no hook', () => {
  it('waits for its image without keeping the sync, and the release comes through at once', async () => {
    const { release } = await unreleased();
    addSecret();
    expect(await status()).toMatchObject({
      sync: { status: 'Synced' },
      operationState: { phase: 'Succeeded' },
    });
    expect(pods()).toMatchObject([{ waiting: { reason: 'ImagePullBackOff' } }]);

    await release('1');
    await world.step(8);

    expect(pods()).toMatchObject([
      { phase: 'Succeeded', images: [image('1')] },
    ]);
    expect(await status()).toMatchObject({
      sync: { status: 'Synced' },
      health: { status: 'Healthy' },
      operationState: { phase: 'Succeeded' },
      history: [{ id: 0 }, { id: 1 }],
    });
  });

  it('waits for its Secret, however long', async () => {
    const { release } = await unreleased();
    await release('1');
    await world.step(1000);
    expect(pods()).toMatchObject([
      { waiting: { reason: 'CreateContainerConfigError' } },
    ]);

    addSecret();
    await world.step(4);

    expect(pods()).toMatchObject([{ phase: 'Succeeded' }]);
    expect((await status()).health.status).toBe('Healthy');
  });

  it('is made anew by each sync when it says so, though it did not change', async () => {
    const { release } = await unreleased();
    addSecret();
    await release('1');
    await world.step(8);
    const first = migration()?.uid;

    await release(
      '1',
      'configMapGenerator: [{name: other, literals: [A=b]}]\n',
    );
    await world.step(8);

    expect(migration()?.uid).not.toBe(first);
    expect(pods()).toMatchObject([{ phase: 'Succeeded' }]);
  });

  it.each([
    ['Force=true', undefined],
    [
      'Replace=true',
      'Job.batch "migration" is invalid: spec.template: Invalid value: field is immutable',
    ],
    [
      '',
      'Job.batch "migration" is invalid: spec.template: Invalid value: field is immutable',
    ],
  ])(
    'takes another image with the options "%s" or is refused',
    async (options, refusal) => {
      const { release } = await unreleased(options);
      addSecret();
      const first = migration()?.uid;

      await release('1');
      await world.step(8);

      const { operationState } = await status();
      expect(migration()?.uid === first).toBe(refusal !== undefined);
      expect(operationState.message).toContain(
        refusal
          ? `one or more objects failed to apply, reason: ${refusal}`
          : 'successfully synced',
      );
    },
  );
});
