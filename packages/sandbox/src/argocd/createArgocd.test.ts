import { anApplication, startTestWorld, type TestWorld } from './testWorld';

let world: TestWorld;
beforeEach(async () => {
  world = await startTestWorld();
});
afterEach(async () => {
  await world.stop();
});

const image = (tag: string) => `registry.localhost/demo/app:${tag}`;

async function application(name: string) {
  return (await world.call('GET', `/applications/${name}`)).body;
}

async function syncedApp(name: string, syncPolicy?: object) {
  world.images.add(image('1'));
  const repository = await world.addRepository('demo/app', '1');
  await world.call(
    'POST',
    '/applications',
    anApplication(name, repository.url, syncPolicy),
  );
  await world.step(8);
  return repository;
}

describe('an automated application', () => {
  it('is synced from its repository and becomes healthy', async () => {
    await syncedApp('app-dev');
    expect((await application('app-dev')).status).toMatchObject({
      sync: { status: 'Synced' },
      health: { status: 'Healthy' },
      summary: { images: [image('1')] },
      operationState: { phase: 'Succeeded' },
      history: [{ id: 0, initiatedBy: { automated: true } }],
    });
  });

  it('rolls a pushed tag out: old and new together, then only new', async () => {
    const repository = await syncedApp('app-dev');
    world.images.add(image('2'));
    const { sha } = await repository.setTag('2');
    const seen: string[] = [];
    for (let i = 0; i < 10; i++) {
      await world.step();
      seen.push((await application('app-dev')).status.summary.images.join(' '));
    }
    expect([...new Set(seen)]).toEqual([
      image('1'),
      `${image('1')} ${image('2')}`,
      image('2'),
    ]);
    expect((await application('app-dev')).status).toMatchObject({
      sync: { status: 'Synced', revision: sha },
      health: { status: 'Healthy' },
      history: [{ id: 0 }, { id: 1, revision: sha }],
    });
  });

  it('waits for an image that was never pushed, and goes on when it is', async () => {
    const repository = await syncedApp('app-dev');
    await repository.setTag('missing');
    await world.step(10);
    expect((await application('app-dev')).status).toMatchObject({
      sync: { status: 'Synced' },
      health: { status: 'Progressing' },
      summary: { images: [image('1'), image('missing')] },
    });
    await world.step(600);
    expect((await application('app-dev')).status.health.status).toBe(
      'Degraded',
    );
    world.images.add(image('missing'));
    await world.step(5);
    expect((await application('app-dev')).status).toMatchObject({
      health: { status: 'Healthy' },
      summary: { images: [image('missing')] },
    });
  });

  it.each([
    ['repairs', true, 'Synced', '1'],
    ['leaves', false, 'OutOfSync', 'hotfix'],
  ])(
    '%s what was changed by hand with selfHeal %s',
    async (_, selfHeal, sync, tag) => {
      await syncedApp('app-dev', { automated: { prune: true, selfHeal } });
      world.images.add(image('hotfix'));
      world.cluster.setImage('app-dev', 'app', 'app', image('hotfix'));
      await world.step(20);
      expect((await application('app-dev')).status).toMatchObject({
        sync: { status: sync },
        health: { status: 'Healthy' },
        summary: { images: [image(tag)] },
      });
    },
  );

  it('removes what Git no longer asks for', async () => {
    const repository = await syncedApp('app-dev');
    await repository.write(
      {
        'k8s/base/app.yaml':
          'apiVersion: v1\nkind: ConfigMap\nmetadata: {name: left}\n',
      },
      'chore: smaller',
    );
    await world.step(5);
    const { body } = await world.call(
      'GET',
      '/applications/app-dev/resource-tree',
    );
    expect(body.nodes.map((node: { kind: string }) => node.kind)).toEqual([
      'ConfigMap',
    ]);
  });
});

describe('an application without automation', () => {
  it('waits, syncs on demand, and can be rolled back', async () => {
    const repository = await syncedApp('app-dev', {});
    expect((await application('app-dev')).status).toMatchObject({
      sync: { status: 'OutOfSync' },
      health: { status: 'Missing' },
    });
    expect(
      (await world.call('POST', '/applications/app-dev/sync', {})).status,
    ).toBe(200);
    await world.step(6);
    world.images.add(image('2'));
    await repository.setTag('2');
    await world.step();
    expect((await application('app-dev')).status.sync.status).toBe('OutOfSync');
    await world.call('POST', '/applications/app-dev/sync', {});
    await world.step(8);
    expect((await application('app-dev')).status.history).toMatchObject([
      { id: 0, initiatedBy: { username: 'backstage' } },
      { id: 1 },
    ]);
    await world.call('POST', '/applications/app-dev/rollback', { id: 0 });
    await world.step(8);
    expect((await application('app-dev')).status).toMatchObject({
      sync: { status: 'OutOfSync' },
      summary: { images: [image('1')] },
    });
  });

  it('fails a sync to an unknown revision later, not at once', async () => {
    await syncedApp('app-dev', {});
    const body = { revision: 'a'.repeat(40) };
    expect(
      (await world.call('POST', '/applications/app-dev/sync', body)).status,
    ).toBe(200);
    await world.step(3);
    expect((await application('app-dev')).status.operationState).toMatchObject({
      phase: 'Error',
      message: expect.stringContaining('unable to resolve'),
    });
  });

  it('can be stopped while it syncs, and only then', async () => {
    await syncedApp('app-dev', {});
    const stop = () => world.call('DELETE', '/applications/app-dev/operation');
    expect((await stop()).status).toBe(400);
    await world.call('POST', '/applications/app-dev/sync', {});
    await world.step();
    expect((await stop()).status).toBe(200);
    await world.step(2);
    expect((await application('app-dev')).status.operationState).toMatchObject({
      phase: 'Failed',
      message: 'Operation terminated',
    });
  });
});
