import {
  addChatApplication,
  chatImage,
  chatKustomization,
  chatStatus,
  findInChat,
} from './chatApplication';
import { startTestWorld, type TestWorld } from './testWorld';

let world: TestWorld;
beforeEach(async () => {
  world = await startTestWorld();
});
afterEach(async () => {
  await world.stop();
});

const replaced = 'Force=true,Replace=true';

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
  const kustomization = (tag: string, more = '') => ({
    'kustomization.yaml': `${chatKustomization(tag)}${more}`,
  });
  const { write } = await addChatApplication(world, {
    'chat.yaml': manifests(options),
    ...kustomization('unreleased'),
  });
  await world.step(8);
  return {
    release: async (tag: string, more?: string) => {
      world.images.add(chatImage(tag));
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

const status = () => chatStatus(world);

const migration = () => findInChat(world, 'batch/v1', 'Job', 'migration');
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
      { phase: 'Succeeded', images: [chatImage('1')] },
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
