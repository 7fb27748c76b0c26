import { TestDatabases } from '@backstage/backend-test-utils';
import { anApplication } from '@slipway/plugin-gitops-common/testUtils';
import {
  deleteApplications,
  insertDeploymentEvents,
  readApplications,
  readDeploymentEvents,
  readNewestEvents,
  readSources,
  updateEventImages,
  upsertApplications,
  upsertSource,
} from '.';
import { migrationsDirectory } from './openDatabase';

jest.setTimeout(60_000);

// SQLite, and PostgreSQL where a connection string in the environment names one.
const databases = TestDatabases.create({ disableDocker: true });

describe.each(databases.eachSupportedId())('the database on %s', id => {
  const migrated = async () => {
    const knex = await databases.init(id);
    await knex.migrate.latest({ directory: migrationsDirectory() });
    return knex;
  };

  it('can be migrated up, down and up again', async () => {
    const knex = await migrated();
    await upsertApplications(knex, [anApplication()]);
    await knex.migrate.rollback({ directory: migrationsDirectory() }, true);
    expect(await knex.schema.hasTable('applications')).toBe(false);
    await knex.migrate.latest({ directory: migrationsDirectory() });
    expect(await readApplications(knex, ['main'])).toEqual([]);
  });

  it('keeps the newest version, whichever replica writes last', async () => {
    const knex = await migrated();
    const old = anApplication({ version: '99' });
    // Beyond what a number holds exactly.
    const newer = anApplication({ version: '9007199254740993' });
    const newest = anApplication({ version: '9007199254740995' });
    await upsertApplications(knex, [newer]);
    await upsertApplications(knex, [newest]);
    await upsertApplications(knex, [newer]);
    await deleteApplications(knex, [old]);
    expect(await readApplications(knex, ['main'])).toEqual([newest]);
    await deleteApplications(knex, [newest]);
    expect(await readApplications(knex, ['main'])).toEqual([]);
  });

  it('leaves out rows that it does not understand', async () => {
    const knex = await migrated();
    await upsertApplications(knex, [
      anApplication(),
      anApplication({ id: { instance: 'main', name: 'other' } }),
    ]);
    await knex('applications')
      .where({ name: 'other' })
      .update({ application: '{"id":{}}' });
    expect(await readApplications(knex, ['main'])).toEqual([anApplication()]);
  });

  it('never lets the age of a source grow', async () => {
    const knex = await migrated();
    for (const minute of ['01', '03', '02']) {
      await upsertSource(knex, {
        instance: 'main',
        observedAt: `2026-11-21T12:${minute}:00.000Z`,
      });
    }
    expect(await readSources(knex)).toEqual(
      new Map([['main', '2026-11-21T12:03:00.000Z']]),
    );
  });

  it('logs a deployment once, and its images once', async () => {
    const knex = await migrated();
    const application = { instance: 'main', name: 'orders-dev' };
    const event = (historyId: number, deployedAt: string) => ({
      application,
      entry: { id: historyId, revisions: ['a', 'b'], deployedAt },
      environment: 'dev',
    });
    const first = event(4, '2026-11-21T12:00:00Z');
    const second = event(5, '2026-11-21T13:00:00Z');
    const recreated = event(4, '2026-11-21T14:00:00Z');
    await insertDeploymentEvents(knex, [first]);
    await insertDeploymentEvents(knex, [first, second, recreated]);
    const events = await readDeploymentEvents(knex, application, 10);
    expect(
      events.map(({ historyId, deployedAt }) => [historyId, deployedAt]),
    ).toEqual([
      [4, '2026-11-21T14:00:00Z'],
      [5, '2026-11-21T13:00:00Z'],
      [4, '2026-11-21T12:00:00Z'],
    ]);
    await updateEventImages(knex, events[1], ['orders:1']);
    await updateEventImages(knex, events[1], ['orders:2']);
    const filled = await readDeploymentEvents(knex, application, 2);
    expect(filled.map(({ images }) => images)).toEqual([
      undefined,
      ['orders:1'],
    ]);
    expect(await readNewestEvents(knex)).toEqual([
      { application, deployedAt: '2026-11-21T14:00:00Z', historyId: 4 },
    ]);
  });
});
