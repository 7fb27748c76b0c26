import { mockServices, TestDatabases } from '@backstage/backend-test-utils';
import type { Application } from '@slipway/plugin-gitops-common';
import { anApplication } from '@slipway/plugin-gitops-common/testUtils';
import type { Knex } from 'knex';
import { openDatabase, readApplications } from '../database';
import { eventually, FakeDeploymentEngine } from '../__testUtils__';
import { Projection } from './Projection';

const databases = TestDatabases.create({ ids: ['SQLITE_3'] });
const id = { instance: 'main', name: 'orders-dev' };
const version = (number: number, overrides: Partial<Application> = {}) =>
  anApplication({
    id,
    version: String(number),
    liveImages: [`orders:${number}`],
    ...overrides,
  });

describe('Projection', () => {
  let knex: Knex;
  let projection: Projection;
  let engine: FakeDeploymentEngine;
  let changes: string[];

  beforeEach(async () => {
    const client = await databases.init('SQLITE_3');
    knex = await openDatabase(
      mockServices.database.mock({ getClient: async () => client }),
    );
    changes = [];
  });
  afterEach(() => projection.stop());

  const state = () => projection.status('main')?.state ?? 'none';
  const current = () => projection.get(id)?.version;
  const stored = async () =>
    (await readApplications(knex, ['main'])).map(found => found.version);

  async function start(
    applications: readonly Application[],
    options: { readonly resyncIntervalMs?: number } = {},
  ) {
    engine = new FakeDeploymentEngine('main', applications);
    projection = new Projection({
      engines: new Map([['main', engine]]),
      knex,
      logger: mockServices.logger.mock(),
      resyncIntervalMs: 60_000,
      reconnectDelayMs: 10,
      ...options,
      listener: {
        observed: () => {},
        changed: (previous, next) =>
          changes.push(`${previous?.version} → ${next?.version}`),
        statusChanged: () => changes.push(state()),
      },
    });
    await projection.start();
    await eventually(state, seen => seen === 'live');
    changes = [];
  }
  it('takes only newer versions from the stream, as numbers', async () => {
    await start([version(9)]);
    engine.send({ type: 'upserted', application: version(10) });
    engine.send({ type: 'upserted', application: version(9) });
    engine.send({ type: 'upserted', application: version(8) });
    engine.send({ type: 'upserted', application: version(11) });
    await eventually(current, seen => seen === '11');
    expect(changes).toEqual(['9 → 10', '10 → 11']);
  });

  it('says nothing of a reconciliation that changed nothing', async () => {
    await start([version(1)]);
    engine.send({
      type: 'upserted',
      application: { ...version(1), version: '2', observedAt: 'later' },
    });
    await eventually(current, seen => seen === '2');
    expect(changes).toEqual([]);
  });

  it('forgets what is deleted, and what a new snapshot lacks', async () => {
    const other = anApplication({ id: { instance: 'main', name: 'other' } });
    await start([version(1), other]);
    engine.send({ type: 'deleted', id });
    await eventually(current, seen => seen === undefined);
    engine.setQuietly([version(2)]);
    engine.cut();
    await eventually(current, seen => seen === '2');
    expect(projection.get(other.id)).toBeUndefined();
    await projection.stop();
    expect(await stored()).toEqual(['2']);
  });

  it('keeps its state over cuts, and reconnects again and again', async () => {
    await start([version(1)]);
    engine.goDown();
    await eventually(
      () => engine.watchCount,
      count => count >= 4,
    );
    expect(state()).toBe('unreachable');
    expect(current()).toBe('1');
    engine.setQuietly([version(3)]);
    engine.comeBack();
    await eventually(state, seen => seen === 'live');
    expect(current()).toBe('3');
    expect(changes).toEqual(['unreachable', '1 → 3', 'live']);
  });

  it('finds what the stream lost by watching anew, without a gap', async () => {
    await start([version(1)], { resyncIntervalMs: 50 });
    engine.setQuietly([version(2)]);
    await eventually(current, seen => seen === '2');
    await eventually(
      () => engine.watchCount,
      count => count >= 4,
    );
    expect(changes).toEqual(['1 → 2']);
  });

  it('follows an engine whose store was rebuilt with lower versions, in the database too', async () => {
    await start([version(900)]);
    await eventually(stored, seen => seen.join() === '900');
    engine.setQuietly([version(5)]);
    engine.cut();
    await eventually(current, seen => seen === '5');
    await projection.stop();
    expect(await stored()).toEqual(['5']);
  });

  it('begins with what was stored, and stores what it sees', async () => {
    await start([version(1)]);
    await eventually(stored, seen => seen.length === 1);
    engine.upsert(version(2));
    await eventually(current, seen => seen === '2');
    await projection.stop();
    const down = new FakeDeploymentEngine('main');
    down.goDown();
    projection = new Projection({
      engines: new Map([['main', down]]),
      knex,
      logger: mockServices.logger.mock(),
      resyncIntervalMs: 60_000,
      reconnectDelayMs: 10,
      listener: {
        observed: () => {},
        changed: () => {},
        statusChanged: () => {},
      },
    });
    await projection.start();
    expect(current()).toBe('2');
    expect(projection.status('main')).toMatchObject({
      observedAt: expect.any(String),
    });
  });
});
