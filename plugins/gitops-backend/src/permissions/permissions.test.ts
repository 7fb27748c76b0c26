import { mockCredentials, mockServices } from '@backstage/backend-test-utils';
import {
  AuthorizeResult,
  type PermissionCondition,
  type PermissionCriteria,
  type PolicyDecision,
} from '@backstage/plugin-permission-common';
import {
  gitopsDeploymentReadPermission,
  gitopsDeploymentSyncPermission,
} from '@slipway/plugin-gitops-common';
import { aRun, aSha } from '@slipway/plugin-gitops-common/testUtils';
import request from 'supertest';
import {
  aComponent,
  anApplicationOf,
  EventStream,
  eventually,
  FakeDeploymentEngine,
  FakeGitProvider,
  policyOf,
  startGitopsBackend,
} from '../__testUtils__';
import { stringifyDeploymentRef } from './resourceReference';
import {
  createGitopsDeploymentConditionalDecision,
  gitopsDeploymentConditions as conditions,
} from './rules';

const deny: PolicyDecision = { result: AuthorizeResult.DENY };
const read = 'gitops.deployment.read';
const sync = 'gitops.deployment.sync';

async function start(decisions: Readonly<Record<string, PolicyDecision>>) {
  const engine = new FakeDeploymentEngine('main', [
    anApplicationOf('orders', 'dev', '3f9c2ab'),
    anApplicationOf('orders', 'prod', '3f9c2ab'),
    anApplicationOf('carts', 'dev', '3f9c2ab'),
  ]);
  const git = new FakeGitProvider();
  git.runs.set('shop/orders', [aRun(aSha('3f9c2ab'))]);
  const auditor = mockServices.auditor.mock();
  const audited: string[] = [];
  auditor.createEvent.mockImplementation(async ({ eventId }) => ({
    success: async () => {
      audited.push(`${eventId} succeeded`);
    },
    fail: async ({ error }) => {
      audited.push(`${eventId} failed: ${error.message}`);
    },
  }));
  const backend = await startGitopsBackend({
    engines: [engine],
    git,
    entities: [
      aComponent('orders', { owner: 'group:default/orders' }),
      aComponent('carts', { owner: 'group:default/carts' }),
    ],
    features: [policyOf(decisions), auditor.factory],
  });
  await eventually(
    () => engine.watchCount,
    count => count > 0,
  );
  const get = (path: string) =>
    request(backend.server).get(`/api/gitops/v1/${path}`);
  const post = (path: string, body?: object) =>
    request(backend.server).post(`/api/gitops/v1/${path}`).send(body);
  return { audited, backend, engine, get, git, post };
}

const delivery = 'entities/component/default/orders/delivery';
const applicationsSeen = (body: {
  items: { application: { id: { name: string } } }[];
}) => body.items.map(({ application }) => application.id.name);

describe('permissions', () => {
  let world: Awaited<ReturnType<typeof start>>;
  afterEach(() => world.backend.stop());

  type Criteria = PermissionCriteria<PermissionCondition<'gitops-deployment'>>;
  it.each<[string, Criteria]>([
    ['inEnvironment', conditions.inEnvironment({ environments: ['dev'] })],
    [
      'inProject and not in prod',
      {
        allOf: [
          conditions.inProject({ projects: ['orders'] }),
          { not: conditions.inEnvironment({ environments: ['prod'] }) },
        ],
      },
    ],
    [
      'onInstance and isComponentOwner in dev',
      {
        allOf: [
          conditions.onInstance({ instances: ['main'] }),
          conditions.isComponentOwner({ claims: ['group:default/orders'] }),
          conditions.inEnvironment({ environments: ['dev'] }),
        ],
      },
    ],
  ])('shows only what the policy lets through: %s', async (_, criteria) => {
    world = await start({
      [read]: createGitopsDeploymentConditionalDecision(
        gitopsDeploymentReadPermission,
        criteria,
      ),
    });
    const tab = await world.get(delivery).expect(200);
    expect(applicationsSeen({ items: tab.body.deployments })).toEqual([
      'orders-dev',
    ]);
    const summaries = await world
      .post('summaries', { entityRefs: ['component:default/orders'] })
      .expect(200);
    expect(Object.keys(summaries.body.items[0].environments)).toEqual(['dev']);
    const listed = await world.get('applications?project=orders').expect(200);
    expect(applicationsSeen(listed.body)).toEqual(['orders-dev']);
    await world.get('applications/main/orders-dev/pods').expect(200);
    await world.get('applications/main/orders-prod/pods').expect(404);
    await world.post('applications/main/orders-prod/sync').expect(404);
    expect(world.engine.calls).toEqual(['pods orders-dev']);
  });

  it('says which permission is missing where, and enforces it', async () => {
    world = await start({
      [sync]: createGitopsDeploymentConditionalDecision(
        gitopsDeploymentSyncPermission,
        {
          allOf: [
            { not: conditions.inEnvironment({ environments: ['prod'] }) },
            conditions.isComponentOwner({ claims: ['group:default/orders'] }),
          ],
        },
      ),
    });
    const { body } = await world.get(delivery).expect(200);
    expect(body.capabilities.sync).toEqual({
      'orders-dev': { allowed: true },
      'orders-prod': {
        allowed: false,
        reason: 'You need the permission gitops.deployment.sync in prod',
      },
    });
    await world.post('applications/main/orders-dev/sync').expect(202);
    const refused = await world
      .post('applications/main/orders-prod/sync')
      .expect(403);
    expect(refused.body.error.message).toBe(
      'You need the permission gitops.deployment.sync in prod',
    );
    await world.post('applications/main/carts-dev/sync').expect(403);
    expect(world.engine.calls).toEqual(['sync orders-dev']);
    expect(world.audited).toEqual([
      'deployment-sync succeeded',
      'deployment-sync failed: You need the permission gitops.deployment.sync in prod',
      'deployment-sync failed: You need the permission gitops.deployment.sync in dev',
    ]);
  });

  it('hides pipelines without their permission, and says so', async () => {
    world = await start({ 'gitops.pipeline.read': deny });
    const { body } = await world.get(delivery).expect(200);
    expect(body.pipeline).toBeUndefined();
    expect(body.deployments).toHaveLength(2);
    expect(body.capabilities.runPipeline).toEqual({
      allowed: false,
      reason: 'You need the permission gitops.pipeline.read',
    });
    expect(body.notices).toEqual([
      'You need the permission gitops.pipeline.read to see the pipeline.',
    ]);
    expect(world.git.calls).toEqual([]);
  });

  it('refuses to run pipelines without the permission, and writes that down', async () => {
    world = await start({ 'gitops.pipeline.run': deny });
    await world
      .post('entities/component/default/orders/pipeline', {
        type: 'retry',
        pipelineId: '1',
      })
      .expect(403);
    expect(world.git.calls).toEqual([]);
    expect(world.audited).toEqual([
      'pipeline-retry failed: You need the permission gitops.pipeline.run',
    ]);
  });

  it('refuses who may see nothing at all', async () => {
    world = await start({ [read]: deny, 'gitops.pipeline.read': deny });
    const changes = 'changes?entityRef=component:default/orders';
    for (const path of [delivery, changes]) {
      const { body } = await world.get(path).expect(403);
      expect(body.error.message).toContain('gitops.deployment.read');
    }
  });

  it('refuses the sealing certificate without its permission', async () => {
    world = await start({ 'gitops.sealing-certificate.read': deny });
    const { body } = await world.get('sealing-certificates/dev').expect(403);
    expect(body.error.message).toContain('gitops.sealing-certificate.read');
  });

  it('refuses who is not signed in', async () => {
    world = await start({});
    const { status } = await world
      .get(delivery)
      .set('Authorization', mockCredentials.none.header());
    expect(status).toBe(401);
  });

  it('tells of changes only to who may read the deployment', async () => {
    world = await start({
      [read]: createGitopsDeploymentConditionalDecision(
        gitopsDeploymentReadPermission,
        conditions.inEnvironment({ environments: ['dev'] }),
      ),
      'gitops.pipeline.read': deny,
    });
    const stream = await EventStream.open(world.backend.server, [
      'component:default/orders',
      'component:default/carts',
    ]);
    await stream.next(1);
    world.engine.upsert(
      anApplicationOf('orders', 'prod', 'bbbbbbb', { version: '2' }),
    );
    world.engine.upsert(
      anApplicationOf('carts', 'dev', 'bbbbbbb', { version: '2' }),
    );
    expect(await stream.next(2)).toEqual([
      { type: 'ready' },
      { type: 'changed', entityRef: 'component:default/carts' },
    ]);
    stream.close();
  });

  it('lets the permission backend resolve deployments by reference', async () => {
    world = await start({});
    const { body } = await request(world.backend.server)
      .post('/api/gitops/.well-known/backstage/permissions/apply-conditions')
      .set('Authorization', mockCredentials.service.header())
      .send({
        items: ['orders-dev', 'orders-prod', 'nobody'].map(name => ({
          id: name,
          resourceType: 'gitops-deployment',
          resourceRef: stringifyDeploymentRef({
            instance: 'main',
            namespace: 'argocd',
            name,
          }),
          conditions: {
            allOf: [
              conditions.isComponentOwner({ claims: ['group:default/orders'] }),
              conditions.inEnvironment({ environments: ['dev'] }),
            ],
          },
        })),
      })
      .expect(200);
    expect(body.items).toEqual([
      { id: 'orders-dev', result: 'ALLOW' },
      { id: 'orders-prod', result: 'DENY' },
      { id: 'nobody', result: 'DENY' },
    ]);
  });
});
