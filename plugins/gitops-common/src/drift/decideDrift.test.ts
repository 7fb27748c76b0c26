import type { Application, DeploymentImage, Drift } from '../model';
import { anApplication, aSha } from '../testUtils/builders';
import { decideDrift } from './decideDrift';

const repository = 'registry.example/shop/orders';
const old = aSha('a1');
const next = aSha('b2');
const outOfSync = (revision = next): Application['sync'] => ({
  state: 'outOfSync',
  revisions: [revision],
  automated: true,
});

describe('decideDrift', () => {
  const tags = (
    desired: string | undefined,
    synced: string | undefined,
    ...live: string[]
  ): DeploymentImage => ({
    repository,
    ...(desired && { desired }),
    ...(synced && { synced }),
    live,
  });

  it.each<
    [
      Drift['state'],
      string | undefined,
      Partial<Application>,
      DeploymentImage[],
    ]
  >([
    ['inSync', undefined, {}, [tags('a', 'a', 'a')]],
    ['inSync', undefined, {}, []],
    [
      'inSync',
      undefined,
      { health: { state: 'progressing' } },
      [tags('a', 'a', 'a')],
    ],
    ['inSync', undefined, {}, [tags('a', 'a')]],
    [
      'inSync',
      undefined,
      { health: { state: 'degraded' } },
      [tags('unreleased', 'unreleased')],
    ],
    [
      'waitingForSync',
      'Waiting for sync: Git asks for 3f9c2ab, a81d0e4 was applied last',
      { sync: outOfSync() },
      [tags('3f9c2ab', 'a81d0e4', 'a81d0e4')],
    ],
    [
      'waitingForSync',
      'Waiting for somebody to sync: Git asks for 3f9c2ab, “unreleased” was applied last',
      { sync: { ...outOfSync(), automated: false } },
      [tags('3f9c2ab', 'unreleased')],
    ],
    [
      'waitingForSync',
      'Syncing: Git asks for b, a was applied last',
      { sync: outOfSync(), operation: { phase: 'running' } },
      [tags('b', 'a', 'a')],
    ],
    [
      'waitingForSync',
      'The last sync failed: namespace is not allowed',
      {
        sync: outOfSync(),
        operation: { phase: 'failed', message: 'namespace is not allowed' },
      },
      [tags('b', 'a', 'a')],
    ],
    [
      'waitingForSync',
      'Waiting for sync: b was never applied',
      { sync: outOfSync(), history: [], health: { state: 'missing' } },
      [tags('b', undefined)],
    ],
    [
      'waitingForSync',
      'Waiting for sync: nothing was ever applied',
      { sync: outOfSync(), history: [] },
      [],
    ],
    [
      'waitingForSync',
      'Waiting for sync: Git has changes that were not applied yet',
      { sync: outOfSync() },
      [tags('a', 'a', 'a')],
    ],
    [
      'waitingForSync',
      'Waiting for sync: Git has changes that were not applied yet',
      { sync: outOfSync() },
      [tags(undefined, undefined, 'a')],
    ],
    [
      'rollingOut',
      'Rolling out: a81d0e4 still runs beside 3f9c2ab',
      { health: { state: 'progressing' } },
      [tags('3f9c2ab', '3f9c2ab', '3f9c2ab', 'a81d0e4')],
    ],
    [
      'rollingOut',
      'Rolling out: a and b still run instead of c',
      { health: { state: 'progressing' } },
      [tags('c', 'c', 'a', 'b')],
    ],
    [
      'rollingOut',
      'Rolling out: a and b run side by side',
      { health: { state: 'progressing' } },
      [tags(undefined, undefined, 'a', 'b')],
    ],
    [
      'rollingOut',
      'Rolling out: a still runs instead of b',
      { health: { state: 'progressing' } },
      [tags('b', 'b', 'a')],
    ],
    [
      'rollingOut',
      'Rolling out: nothing runs a yet',
      { health: { state: 'progressing' } },
      [tags('a', 'a')],
    ],
    [
      'rollingOut',
      'The roll-out is stuck: a81d0e4 still runs beside 3f9c2ab',
      { health: { state: 'degraded' } },
      [tags('3f9c2ab', '3f9c2ab', '3f9c2ab', 'a81d0e4')],
    ],
    [
      'rollingOut',
      'Rolling out: a still runs instead of b',
      {
        operation: { phase: 'succeeded', finishedAt: '2026-11-21T11:59:50Z' },
      },
      [tags('b', 'b', 'a')],
    ],
    [
      'drifted',
      'Git and the engine say 77be910, the cluster runs hotfix-2',
      {
        operation: { phase: 'succeeded', finishedAt: '2026-11-21T11:50:00Z' },
      },
      [tags('77be910', '77be910', 'hotfix-2')],
    ],
    [
      'drifted',
      'Git and the engine say 77be910, the cluster runs hotfix-2; the engine does not sync by itself',
      { sync: { ...outOfSync(old), automated: false } },
      [tags('77be910', '77be910', 'hotfix-2')],
    ],
    [
      'drifted',
      'Git and the engine say 2, the cluster runs 3',
      {},
      [tags('a', 'a', 'a'), { ...tags('2', '2', '3'), repository: 'cache' }],
    ],
    [
      'drifted',
      'The cluster differs from Git in something other than images',
      { sync: outOfSync(old) },
      [tags('a', 'a', 'a')],
    ],
    [
      'unknown',
      'The engine cannot compare with Git: app path does not exist',
      {
        sync: { state: 'unknown', revisions: ['main'], automated: true },
        conditions: [
          { type: 'ComparisonError', message: 'app path does not exist' },
        ],
      },
      [],
    ],
    [
      'unknown',
      'The engine has not compared with Git yet',
      { sync: { state: 'unknown', revisions: [], automated: true } },
      [],
    ],
  ])('%s: %s', (state, reason, overrides, images) => {
    const drift = decideDrift({
      application: anApplication(overrides),
      images,
    });
    expect(drift.state).toBe(state);
    expect('reason' in drift ? drift.reason : undefined).toBe(reason);
  });

  it('names the image that is meant', () => {
    const image = { ...tags('2', '2', '3'), repository: 'cache' };
    expect(
      decideDrift({
        application: anApplication(),
        images: [tags('a', 'a', 'a'), image],
      }),
    ).toMatchObject({ image });
  });
});
