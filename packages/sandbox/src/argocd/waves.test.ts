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

const wave = (number: number, more = '') =>
  `annotations: {argocd.argoproj.io/sync-wave: '${number}'${more}}`;

/** A database, a migration that needs it, and a service that needs both, one wave each. */
const chatbot = `
apiVersion: apps/v1
kind: StatefulSet
metadata: {name: chat-postgres}
spec:
  template:
    spec:
      containers:
      - name: postgres
        image: postgres:17.6-trixie
        env: [{name: P, valueFrom: {secretKeyRef: {name: chat-secrets, key: P}}}]
---
apiVersion: batch/v1
kind: Job
metadata:
  name: chat-migration
  ${wave(1, ', argocd.argoproj.io/hook: Sync, argocd.argoproj.io/hook-delete-policy: BeforeHookCreation')}
spec:
  activeDeadlineSeconds: 600
  template: {spec: {containers: [{name: migration, image: chat}]}}
---
apiVersion: apps/v1
kind: Deployment
metadata: {name: chat, ${wave(2)}}
spec:
  template: {spec: {containers: [{name: app, image: chat, envFrom: [{secretRef: {name: chat-secrets}}]}]}}
---
apiVersion: autoscaling/v2
kind: HorizontalPodAutoscaler
metadata: {name: chat, ${wave(2)}}
spec: {minReplicas: 2, maxReplicas: 4, scaleTargetRef: {apiVersion: apps/v1, kind: Deployment, name: chat}}
`;

const secret =
  'apiVersion: v1\nkind: Secret\nmetadata: {name: chat-secrets}\ndata: {P: eA==}\n';

const overlay = (tag: string, withSecret: boolean) =>
  chatKustomization(
    tag,
    withSecret ? ['chat.yaml', 'secret.yaml'] : ['chat.yaml'],
  );

const deploy = (tag: string, withSecret = true) =>
  addChatApplication(
    world,
    {
      'chat.yaml': chatbot,
      'secret.yaml': secret,
      'kustomization.yaml': overlay(tag, withSecret),
    },
    { backoff: { duration: '30s' } },
  );

const status = () => chatStatus(world);

const there = (apiVersion: string, kind: string, name: string) =>
  findInChat(world, apiVersion, kind, name);

const hookUid = () => there('batch/v1', 'Job', 'chat-migration')?.uid;

describe('a sync in waves', () => {
  it('begins each wave when the one before is healthy, and ends healthy', async () => {
    world.images.add(chatImage('1'));
    await deploy('1');
    const seen: string[] = [];
    for (let i = 0; i < 16; i++) {
      await world.step();
      seen.push(
        [
          there('apps/v1', 'StatefulSet', 'chat-postgres') && 'database',
          hookUid() && 'migration',
          there('apps/v1', 'Deployment', 'chat') && 'service',
        ]
          .filter(Boolean)
          .join(' '),
      );
    }
    expect([...new Set(seen)]).toEqual([
      '',
      'database',
      'database migration',
      'database migration service',
    ]);
    expect(await status()).toMatchObject({
      sync: { status: 'Synced' },
      health: { status: 'Healthy' },
      operationState: { phase: 'Succeeded' },
      summary: { images: ['postgres:17.6-trixie', chatImage('1')] },
    });
    const live = await world.call(
      'GET',
      '/applications/chat-dev/managed-resources',
    );
    const service = live.body.items.find(
      (item: { kind: string }) => item.kind === 'Deployment',
    );
    expect(JSON.parse(service.liveState).status.readyReplicas).toBe(2);
  });

  it('runs a hook anew in each sync', async () => {
    world.images.add(chatImage('1'));
    world.images.add(chatImage('2'));
    const { write } = await deploy('1');
    await world.step(16);
    const first = hookUid();
    await write({ 'kustomization.yaml': overlay('2', true) });
    await world.step(16);
    expect(hookUid()).not.toBe(first);
    expect(await status()).toMatchObject({
      sync: { status: 'Synced' },
      health: { status: 'Healthy' },
      history: [{ id: 0 }, { id: 1 }],
    });
  });

  it('says what it waits for while a Secret is missing, and goes on when it is there', async () => {
    world.images.add(chatImage('1'));
    await deploy('1', false);
    await world.step(30);
    expect(await status()).toMatchObject({
      sync: { status: 'OutOfSync' },
      health: { status: 'Progressing' },
      operationState: {
        phase: 'Running',
        message: 'waiting for healthy state of apps/StatefulSet/chat-postgres',
      },
    });
    world.cluster.apply({
      apiVersion: 'v1',
      kind: 'Secret',
      metadata: { name: 'chat-secrets', namespace: 'chat-dev' },
    });
    await world.step(16);
    expect(await status()).toMatchObject({
      sync: { status: 'Synced' },
      health: { status: 'Healthy' },
    });
  });

  it('fails with its hook, tries again, and then takes the newest commit', async () => {
    const { write } = await deploy('unreleased');
    await world.step(20);
    expect((await status()).operationState).toMatchObject({
      phase: 'Running',
      message: 'waiting for completion of hook batch/Job/chat-migration',
    });
    world.images.add(chatImage('1'));
    await write({ 'kustomization.yaml': overlay('1', true) });
    await world.step(100);
    // as in Argo CD, an operation keeps the commit that it began with
    expect((await status()).operationState.phase).toBe('Running');
    expect(there('apps/v1', 'Deployment', 'chat')).toBeUndefined();

    await world.step(500);
    expect((await status()).operationState).toMatchObject({
      phase: 'Running',
      retryCount: 1,
      message: expect.stringMatching(
        /^one or more synchronization tasks completed unsuccessfully\. Retrying attempt #1 at 12:\d\dAM\.$/,
      ),
    });
    await world.step(50);
    expect(await status()).toMatchObject({
      sync: { status: 'Synced' },
      health: { status: 'Healthy' },
      operationState: { phase: 'Succeeded', retryCount: 1 },
    });
  });

  it('gives up after its last attempt, and says so', async () => {
    await deploy('unreleased');
    await world.step(1300);
    expect(await status()).toMatchObject({
      operationState: {
        phase: 'Failed',
        message: 'one or more synchronization tasks completed unsuccessfully',
      },
      conditions: [
        {
          type: 'SyncError',
          message: expect.stringContaining('Failed last sync attempt to'),
        },
      ],
    });
  });
});
