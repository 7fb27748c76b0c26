import {
  AuthenticationError,
  ServiceUnavailableError,
} from '@backstage/errors';
import { mockServices, TestDatabases } from '@backstage/backend-test-utils';
import type { EntityDelivery, ProjectRef } from '@slipway/plugin-gitops-common';
import {
  aHistoryEntry,
  aRun,
  aSha,
} from '@slipway/plugin-gitops-common/testUtils';
import request from 'supertest';
import {
  aComponent,
  anApplicationOf,
  EventStream,
  eventually,
  FakeDeploymentEngine,
  FakeGitProvider,
  startGitopsBackend,
} from './__testUtils__';

const databases = TestDatabases.create({ ids: ['SQLITE_3'] });
const ref = 'component:default/orders';
const changed = { type: 'changed', entityRef: ref };
const project: ProjectRef = {
  provider: 'gitlab',
  host: 'gitlab.example',
  path: 'shop/orders',
};
const run = (status: 'running' | 'success') =>
  aRun(aSha('3f9c2ab'), { project, status });

type Options = Parameters<typeof startGitopsBackend>[0];

async function start(options: Options = {}) {
  const engine = new FakeDeploymentEngine('main', [
    anApplicationOf('orders', 'dev', '3f9c2ab'),
  ]);
  const git = new FakeGitProvider();
  git.runs.set('shop/orders', [run('running')]);
  const backend = await startGitopsBackend({
    engines: [engine],
    git,
    entities: [aComponent('orders'), aComponent('carts')],
    ...options,
  });
  const delivery = async (): Promise<EntityDelivery> => {
    const { body } = await request(backend.server)
      .get('/api/gitops/v1/entities/component/default/orders/delivery')
      .expect(200);
    return body;
  };
  return { backend, delivery, engine, git, server: backend.server };
}

describe('what people see, as it happens', () => {
  let world: Awaited<ReturnType<typeof start>>;
  let stream: EventStream | undefined;
  afterEach(async () => {
    stream?.close();
    stream = undefined;
    await world.backend.stop();
  });
  const open = async (...refs: string[]) => {
    stream = await EventStream.open(world.server, refs);
    await stream.next(1);
    return stream;
  };
  const live = () =>
    eventually(
      world.delivery,
      ({ deployments, sources }) =>
        deployments.length > 0 && sources[0].state === 'live',
    );

  it('announces a change of an application once, and only to who asked for it', async () => {
    world = await start();
    await live();
    const events = await open(ref, 'component:default/carts');
    expect(events.response.headers.get('content-type')).toBe(
      'text/event-stream',
    );
    expect(events.response.headers.get('cache-control')).toBe(
      'no-cache, no-transform',
    );
    expect(events.response.headers.get('content-encoding')).toBeNull();
    world.engine.upsert(
      anApplicationOf('orders', 'dev', 'bbbbbbb', { version: '2' }),
    );
    world.engine.upsert(
      anApplicationOf('orders', 'dev', 'ccccccc', { version: '3' }),
    );
    await events.next(2);
    const { deployments } = await world.delivery();
    expect(deployments[0].application.liveImages).toEqual([
      'registry.example/shop/orders:ccccccc',
    ]);
    await new Promise(resolve => setTimeout(resolve, 200));
    expect(events.events).toEqual([{ type: 'ready' }, changed]);
  });

  it('keeps the last known state with its age when the engine goes, and recovers by itself', async () => {
    world = await start();
    await live();
    const events = await open(ref);
    world.engine.goDown(new AuthenticationError('token glpat-s3cret expired'));
    await events.next(2);
    const { deployments, sources } = await world.delivery();
    expect(deployments).toHaveLength(1);
    expect(sources[0]).toEqual({
      name: 'Argo CD “main”',
      kind: 'engine',
      state: 'unreachable',
      observedAt: expect.any(String),
      error: 'Argo CD “main” could not be asked: token … expired',
    });
    await request(world.server)
      .post('/api/gitops/v1/applications/main/orders-dev/sync')
      .expect(503)
      .expect(({ body }) => {
        expect(body.error.message).toContain('Argo CD “main”');
        expect(JSON.stringify(body)).not.toContain('s3cret');
      });
    world.engine.comeBack();
    await events.next(3);
    await live();
  });

  it('shows the last known state after a restart while the engine is down', async () => {
    const knex = await databases.init('SQLITE_3');
    const database = mockServices.database.mock({
      getClient: async () => knex,
    });
    world = await start({ database });
    const before = await live();
    await world.backend.stop();

    const down = new FakeDeploymentEngine('main');
    down.goDown(new ServiceUnavailableError('connect ECONNREFUSED'));
    world = await start({ database, engines: [down] });
    const after = await eventually(
      world.delivery,
      ({ sources }) => sources[0].state === 'unreachable',
    );
    expect(after.deployments).toEqual(before.deployments);
    expect(after.sources[0].observedAt).toBe(before.sources[0].observedAt);
  });

  it('answers without images that are slow to come, and announces them when they are there', async () => {
    world = await start();
    await live();
    const outOfSync = anApplicationOf('orders', 'dev', '3f9c2ab', {
      version: '2',
      sync: { state: 'outOfSync', revisions: [aSha('b2')], automated: false },
    });
    world.engine.images.set(aSha('a1'), [
      'registry.example/shop/orders:3f9c2ab',
    ]);
    let answer: (images: readonly string[]) => void = () => {};
    const slow = new Promise<readonly string[]>(resolve => {
      answer = resolve;
    });
    const known = world.engine.imagesOfRevisions.bind(world.engine);
    world.engine.imagesOfRevisions = async (application, revisions) =>
      revisions[0] === aSha('b2') ? slow : known(application, revisions);
    const events = await open(ref);
    world.engine.upsert(outOfSync);
    await events.next(2);
    const startedAt = Date.now();
    const early = await world.delivery();
    expect(Date.now() - startedAt).toBeLessThan(2_500);
    expect(early.deployments[0].drift).toEqual({
      state: 'unknown',
      reason: 'The images that Git asks for are being looked up.',
    });
    answer(['registry.example/shop/orders:ddddddd']);
    await events.next(3);
    const { deployments } = await world.delivery();
    expect(deployments[0].images[0]).toMatchObject({
      desired: 'ddddddd',
      synced: '3f9c2ab',
      live: ['3f9c2ab'],
    });
    expect(deployments[0].drift.state).toBe('waitingForSync');
  });

  it('says why the images of a revision are not known', async () => {
    world = await start();
    await live();
    world.engine.images.set(aSha('b2'), new Error('overlay is broken'));
    world.engine.images.set(aSha('a1'), [
      'registry.example/shop/orders:3f9c2ab',
    ]);
    world.engine.upsert(
      anApplicationOf('orders', 'dev', '3f9c2ab', {
        version: '2',
        sync: { state: 'outOfSync', revisions: [aSha('b2')], automated: false },
      }),
    );
    const { deployments } = await eventually(
      world.delivery,
      ({ deployments: [deployment] }) => deployment.drift.state === 'unknown',
    );
    expect(deployments[0].drift).toMatchObject({
      reason: expect.stringMatching(
        /b2000000.*Argo CD “main”.*overlay is broken/,
      ),
    });
    await world.delivery();
    const asked = world.engine.calls.filter(call => call.includes(aSha('b2')));
    expect(asked).toHaveLength(1);
  });

  it('remembers deployments that the engine forgot', async () => {
    const git = new FakeGitProvider();
    git.runs.set('shop/orders', [
      aRun(aSha('3f9c2ab'), { project }),
      aRun(aSha('77be910'), { project, createdAt: '2026-11-20T10:00:00Z' }),
    ]);
    world = await start({ git });
    await live();
    world.engine.images.set(aSha('a1'), [
      'registry.example/shop/orders:77be910',
    ]);
    world.engine.images.set(aSha('b2'), [
      'registry.example/shop/orders:3f9c2ab',
    ]);
    // The log is written a moment behind the stream.
    await new Promise(resolve => setTimeout(resolve, 400));
    world.engine.upsert(
      anApplicationOf('orders', 'dev', '3f9c2ab', {
        version: '2',
        sync: { state: 'synced', revisions: [aSha('b2')], automated: true },
        history: [
          aHistoryEntry({
            id: 1,
            revisions: [aSha('b2')],
            deployedAt: '2026-11-21T11:59:30Z',
          }),
        ],
      }),
    );
    const { trace } = await eventually(world.delivery, ({ trace: rows }) =>
      rows.some(row => row.environments.dev.state === 'was'),
    );
    expect(
      trace.map(row => [row.commit.sha, row.environments.dev.state]),
    ).toEqual([
      [aSha('3f9c2ab'), 'live'],
      [aSha('77be910'), 'was'],
    ]);
  });

  it('polls the pipelines that somebody looks at, and no others', async () => {
    world = await start();
    await live();
    const events = await open(ref);
    const seen = world.git.calls.length;
    await eventually(
      () => world.git.calls.length,
      calls => calls > seen + 2,
    );
    expect(world.git.calls.join()).not.toContain('carts');
    expect(events.events).toHaveLength(1);
    world.git.runs.set('shop/orders', [run('success')]);
    await events.next(2);
    expect((await world.delivery()).pipeline?.status).toBe('success');
    events.close();
    await new Promise(resolve => setTimeout(resolve, 150));
    const atRest = world.git.calls.length;
    await new Promise(resolve => setTimeout(resolve, 200));
    expect(world.git.calls).toHaveLength(atRest);
  });

  it('refreshes at once when a webhook announces a change', async () => {
    let announce: (which: ProjectRef) => void = () => {};
    world = await start({
      config: { pipelines: { pollInterval: { minutes: 5 } } },
      changeSource: {
        subscribe: async onChange => {
          announce = onChange;
        },
      },
    });
    await live();
    const events = await open(ref);
    world.git.runs.set('shop/orders', [run('success')]);
    expect((await world.delivery()).pipeline?.status).toBe('running');
    announce(project);
    await events.next(2);
    expect((await world.delivery()).pipeline?.status).toBe('success');
  });

  it('keeps the last known pipeline while its provider is unreachable', async () => {
    world = await start();
    await live();
    await open(ref);
    world.git.outage = new Error('connect ETIMEDOUT');
    const { pipeline, sources } = await eventually(
      world.delivery,
      delivery => delivery.sources[1].state === 'unreachable',
    );
    expect(pipeline?.status).toBe('running');
    expect(sources[1]).toMatchObject({
      name: 'GitLab gitlab.example',
      error: 'GitLab gitlab.example could not be asked: connect ETIMEDOUT',
    });
  });

  it('says what is wrong with the annotations', async () => {
    world = await start({
      entities: [
        aComponent('orders', {
          annotations: {
            'argocd/instance-name': 'mian',
            'gitlab.com/project-slug': 'shop/gone',
          },
        }),
      ],
    });
    const { notices } = await world.delivery();
    expect(notices).toEqual([
      expect.stringContaining('“mian”'),
      expect.stringContaining('shop/gone'),
    ]);
  });
});

describe('the start', () => {
  it('fails for two engines of one name', async () => {
    await expect(
      startGitopsBackend({
        engines: [new FakeDeploymentEngine(), new FakeDeploymentEngine()],
      }),
    ).rejects.toThrow('A deployment engine named “main” was already added');
  });

  it('fails for a bad configuration', async () => {
    await expect(
      startGitopsBackend({ config: { environments: ['Dev'] } }),
    ).rejects.toThrow('gitops.environments[0]');
  });
});
