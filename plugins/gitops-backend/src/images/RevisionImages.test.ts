import { mockServices, TestDatabases } from '@backstage/backend-test-utils';
import { anApplication, aSha } from '@slipway/plugin-gitops-common/testUtils';
import type { Knex } from 'knex';
import { openDatabase } from '../database';
import { FakeDeploymentEngine } from '../__testUtils__';
import { RevisionImages } from './RevisionImages';

const databases = TestDatabases.create({ ids: ['SQLITE_3'] });
const revision = [aSha('b2')];
const application = anApplication();
const known = { state: 'known', images: ['orders:1'] };

describe('RevisionImages', () => {
  let knex: Knex;
  let engine: FakeDeploymentEngine;
  const create = (failureTtlMs?: number) =>
    new RevisionImages({
      engines: new Map([['main', engine]]),
      knex,
      logger: mockServices.logger.mock(),
      failureTtlMs,
    });

  beforeEach(async () => {
    const client = await databases.init('SQLITE_3');
    knex = await openDatabase(
      mockServices.database.mock({ getClient: async () => client }),
    );
    engine = new FakeDeploymentEngine();
    engine.images.set(aSha('b2'), ['orders:1']);
  });

  it('asks the engine once in the life of the installation', async () => {
    const images = create();
    const answers = await Promise.all([
      images.get(application, revision),
      images.get({ ...application, version: '2' }, revision),
    ]);
    expect(answers).toEqual([known, known]);
    expect(await create().get(application, revision)).toEqual(known);
    expect(engine.calls).toHaveLength(1);
  });

  it('asks again for other sources at the same revision', async () => {
    const images = create();
    await images.get(application, revision);
    const [source] = application.sources;
    const moved = { ...application, sources: [{ ...source, path: 'other' }] };
    await images.get(moved, revision);
    const retargeted = {
      ...application,
      sources: [{ ...source, targetRevision: 'v2' }],
    };
    await images.get(retargeted, revision);
    expect(engine.calls).toHaveLength(2);
  });

  it('remembers a failure for a while, then tries again', async () => {
    engine.images.set(aSha('b2'), new Error('overlay is broken'));
    const images = create(50);
    const failed = await images.get(application, revision);
    expect(failed).toEqual({
      state: 'failed',
      reason:
        'The images of revision b2000000 are not known. Argo CD “main” could not be asked: overlay is broken',
    });
    expect(await images.get(application, revision)).toEqual(failed);
    expect(engine.calls).toHaveLength(1);
    engine.images.set(aSha('b2'), ['orders:1']);
    await new Promise(resolve => setTimeout(resolve, 60));
    expect(await images.get(application, revision)).toEqual(known);
  });
});
