import type { EntityDelivery } from '@slipway/plugin-gitops-common';
import { aRun, aSha } from '@slipway/plugin-gitops-common/testUtils';
import request from 'supertest';
import {
  aComponent,
  anApplicationOf,
  eventually,
  FakeDeploymentEngine,
  FakeGitProvider,
  startGitopsBackend,
} from './__testUtils__';

const project = {
  provider: 'gitlab',
  host: 'gitlab.example',
  path: 'shop/orders',
};

async function startWorld() {
  const engine = new FakeDeploymentEngine('main', [
    anApplicationOf('orders', 'prod', '77be910'),
    anApplicationOf('orders', 'dev', '3f9c2ab'),
    anApplicationOf('carts', 'dev', 'aaaaaaa'),
  ]);
  const git = new FakeGitProvider();
  git.runs.set('shop/orders', [
    aRun(aSha('3f9c2ab'), {
      project,
      stages: [{ name: 'build', status: 'success', jobs: [] }],
    }),
    aRun(aSha('77be910'), { project }),
  ]);
  git.comparisons.set('77be910..3f9c2ab', {
    commits: [{ sha: aSha('3f9c2ab'), title: 'feat: one' }],
    diverged: false,
    webUrl: 'https://gitlab.example/shop/orders/-/compare/77be910...3f9c2ab',
  });
  git.commits.set(aSha('a1'), { sha: aSha('a1'), title: 'chore: release' });
  const backend = await startGitopsBackend({
    engines: [engine],
    git,
    entities: [aComponent('orders'), aComponent('carts')],
  });
  const { server } = backend;
  await eventually(
    () =>
      request(server).get('/api/gitops/v1/applications').query({
        project: 'orders',
      }),
    ({ body }) => body.items?.length === 2,
  );
  return { engine, git, backend, server };
}

describe('the HTTP API', () => {
  let world: Awaited<ReturnType<typeof startWorld>>;
  beforeAll(async () => {
    world = await startWorld();
  });
  afterAll(() => world.backend.stop());
  const get = (path: string) =>
    request(world.server).get(`/api/gitops/v1/${path}`);
  const post = (path: string) =>
    request(world.server).post(`/api/gitops/v1/${path}`);

  it('lists the environments in order', async () => {
    const { body } = await get('environments').expect(200);
    expect(body.items.map(({ name }: { name: string }) => name)).toEqual([
      'dev',
      'staging',
      'prod',
    ]);
  });

  it('joins everything about a component', async () => {
    const { body } = await get(
      'entities/component/default/orders/delivery',
    ).expect(200);
    const delivery: EntityDelivery = body;
    expect(delivery).toMatchObject({
      entityRef: 'component:default/orders',
      annotated: { deployments: true, pipeline: true },
      deployments: [
        {
          environment: 'dev',
          application: { id: { name: 'orders-dev' } },
          drift: { state: 'inSync' },
        },
        { environment: 'prod', application: { id: { name: 'orders-prod' } } },
      ],
      project,
      pipeline: { sha: aSha('3f9c2ab'), stages: [{ name: 'build' }] },
      deltas: [
        {
          from: 'dev',
          to: 'prod',
          fromTag: '3f9c2ab',
          toTag: '77be910',
          commits: 1,
        },
      ],
      sources: [
        { name: 'Argo CD “main”', kind: 'engine', state: 'live' },
        { name: 'GitLab gitlab.example', kind: 'pipelines', state: 'live' },
      ],
      capabilities: {
        sync: {
          'orders-dev': { allowed: true },
          'orders-prod': { allowed: true },
        },
        runPipeline: { allowed: true },
      },
    });
    expect(delivery.trace[0].environments.dev.state).toBe('live');
    expect(delivery.notices).toBeUndefined();
  });

  it('summarises entities in the order asked for, null for those that are not there', async () => {
    const { body } = await post('summaries')
      .send({
        entityRefs: [
          'component:default/carts',
          'component:default/nobody',
          'component:default/orders',
        ],
      })
      .expect(200);
    expect(body.items).toMatchObject([
      {
        entityRef: 'component:default/carts',
        environments: { dev: { tag: 'aaaaaaa', sync: 'synced' } },
      },
      null,
      {
        entityRef: 'component:default/orders',
        pipeline: { status: 'success' },
        environments: {
          dev: { tag: '3f9c2ab', health: 'healthy', moreImages: 0 },
          prod: { tag: '77be910' },
        },
      },
    ]);
    expect(body.sources).toHaveLength(2);
  });

  it('asks for the pipelines of a whole page at once', async () => {
    expect(world.git.calls).toContain('latest shop/carts shop/orders');
  });

  it.each([
    ['name=orders-dev', ['orders-dev']],
    ['name=orders-dev&instance=main', ['orders-dev']],
    ['name=orders-dev&instance=other', []],
    ['selector=gitops/component%3Dorders', ['orders-dev', 'orders-prod']],
    [
      'selector=gitops/component%20in%20(orders,carts),gitops/environment%3Ddev',
      ['carts-dev', 'orders-dev'],
    ],
    ['project=carts&namespace=argocd', ['carts-dev']],
    ['project=carts&namespace=elsewhere', []],
  ])('finds applications by %s', async (query, names) => {
    const { body } = await get(`applications?${query}`).expect(200);
    expect(
      body.items.map(
        (item: EntityDelivery['deployments'][number]) =>
          item.application.id.name,
      ),
    ).toEqual(names);
  });

  it.each([
    ['applications', 'Say which applications'],
    ['applications?instance=main', 'Say which applications'],
    ['applications?selector=a%20in%20(b', 'not a label selector'],
    ['applications?name=a&name=b', 'name: '],
    ['changes', 'entityRef: '],
    ['changes?entityRef=:::', 'no entity reference'],
  ])('refuses GET %s with the reason', async (path, reason) => {
    const { body } = await get(path).expect(400);
    expect(body.error.name).toBe('InputError');
    expect(body.error.message).toContain(reason);
  });

  it.each([
    ['summaries', {}, 'entityRefs: '],
    [
      'entities/component/default/orders/pipeline',
      { type: 'delete' },
      'type: ',
    ],
    [
      'entities/component/default/orders/pipeline',
      { type: 'play', jobId: '../../1' },
      'is no id',
    ],
  ])('refuses POST %s with %j', async (path, sent, reason) => {
    const { body } = await post(path).send(sent).expect(400);
    expect(body.error.name).toBe('InputError');
    expect(body.error.message).toContain(reason);
  });

  it('takes at most 100 entities at once', async () => {
    const refs = Array(101).fill('component:default/a');
    const query = refs.map(ref => `entityRef=${ref}`).join('&');
    await post('summaries').send({ entityRefs: refs }).expect(400);
    const { body } = await get(`changes?${query}`).expect(400);
    expect(body.error.message).toContain('entityRef: Too big');
  });

  it.each([
    'entities/component/default/nobody/delivery',
    'applications/main/nobody/pods',
    'applications/other/orders-dev/pods',
    'applications/main/..%2Fclusters/pods',
    `applications/main/orders-dev/revisions/${aSha('dead')}`,
    'sealing-certificates/nowhere',
    'sealing-certificates/dev',
  ])('answers 404 for %s', async path => {
    const { body } = await get(path).expect(404);
    expect(body.error.name).toBe('NotFoundError');
  });

  it('gives the commit of a revision, asked for once', async () => {
    const path = `applications/main/orders-dev/revisions/${aSha('a1')}`;
    await get(path).expect(200, { sha: aSha('a1'), title: 'chore: release' });
    await get(path).expect(200);
    expect(
      world.git.calls.filter(call => call.startsWith('commit ')),
    ).toHaveLength(1);
  });

  it('counts pods on demand', async () => {
    const { body } = await get('applications/main/orders-dev/pods').expect(200);
    expect(body).toMatchObject({ total: 2, ready: 1 });
  });

  it('syncs, and passes on that nothing can be terminated', async () => {
    await post('applications/main/orders-dev/sync?namespace=argocd').expect(
      202,
    );
    expect(world.engine.calls).toContain('sync orders-dev');
    const { body } = await post(
      'applications/main/orders-dev/terminate',
    ).expect(409);
    expect(body.error.message).toContain('No operation is in progress');
  });

  it.each([
    [{ type: 'retry', pipelineId: '12' }, 'retry shop/orders'],
    [{ type: 'play', jobId: '7' }, 'play shop/orders'],
  ])('carries out %j', async (command, call) => {
    await post('entities/component/default/orders/pipeline')
      .send(command)
      .expect(202);
    expect(world.git.calls).toContain(call);
  });
});
