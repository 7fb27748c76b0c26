import type { Application, DeploymentImage, Drift } from '../model';
import { aHistoryEntry, anApplication, aSha } from '../testing/builders';
import { decideDrift, resolveImages, revisionsToResolve } from '.';

const repository = 'registry.example/shop/orders';
const old = aSha('a1');
const next = aSha('b2');
const outOfSync = (revision = next): Application['sync'] => ({
  state: 'outOfSync',
  revisions: [revision],
  automated: true,
});

describe('revisionsToResolve', () => {
  it.each<[string, Partial<Application>, object]>([
    ['nothing of an application at rest', {}, {}],
    [
      'nothing when each image has one tag',
      { liveImages: ['a:1', 'b:1', 'b:1'] },
      {},
    ],
    [
      'what Git asks for while it progresses',
      { health: { state: 'progressing' } },
      { desired: [old] },
    ],
    [
      'what Git asks for when two tags run',
      { liveImages: ['a:1', 'a:2'] },
      { desired: [old] },
    ],
    [
      'what Git asks for when nothing runs',
      { liveImages: [] },
      { desired: [old] },
    ],
    [
      'both when out of sync',
      { sync: outOfSync() },
      { desired: [next], synced: [old] },
    ],
    [
      'the last of the history',
      {
        sync: outOfSync(),
        history: [aHistoryEntry({ revisions: [aSha('0')] }), aHistoryEntry()],
      },
      { desired: [next], synced: [old] },
    ],
    [
      'only what Git asks for before the first sync',
      { sync: outOfSync(), history: [] },
      { desired: [next] },
    ],
    [
      'no revision that the engine could not read',
      { sync: { state: 'unknown', revisions: ['main'], automated: true } },
      { synced: [old] },
    ],
    [
      'every source',
      {
        sync: { ...outOfSync(), revisions: [next, '1.2.0'] },
        history: [aHistoryEntry({ revisions: [old, '1.1.0'] })],
      },
      { desired: [next, '1.2.0'], synced: [old, '1.1.0'] },
    ],
    [
      'nothing without a revision',
      {
        liveImages: [],
        sync: { state: 'synced', revisions: [], automated: true },
      },
      {},
    ],
  ])('%s', (_, overrides, expected) => {
    expect(revisionsToResolve(anApplication(overrides))).toEqual(expected);
  });
});

describe('resolveImages', () => {
  const resolve = (
    overrides: Partial<Application>,
    fetched: { desiredImages?: string[]; syncedImages?: string[] } = {},
  ) => resolveImages({ application: anApplication(overrides), ...fetched });

  it('takes what runs for what Git asks for, at rest', () => {
    expect(resolve({})).toEqual([
      { repository, desired: '3f9c2ab', synced: '3f9c2ab', live: ['3f9c2ab'] },
    ]);
  });

  it('does not guess while a roll-out is under way', () => {
    expect(resolve({ health: { state: 'progressing' } })).toEqual([
      { repository, live: ['3f9c2ab'] },
    ]);
  });

  it('joins the three', () => {
    expect(
      resolve(
        {
          sync: outOfSync(),
          liveImages: [`${repository}:1`, `${repository}:2`],
        },
        {
          desiredImages: [`${repository}:3`],
          syncedImages: [`${repository}:2`],
        },
      ),
    ).toEqual([{ repository, desired: '3', synced: '2', live: ['1', '2'] }]);
  });

  it('shows an image before it runs, and one that Git dropped', () => {
    expect(
      resolve(
        { sync: outOfSync(), liveImages: ['cache:7'] },
        {
          desiredImages: [`${repository}:unreleased`],
          syncedImages: ['cache:7'],
        },
      ),
    ).toEqual([
      { repository, desired: 'unreleased', live: [] },
      { repository: 'cache', synced: '7', live: ['7'] },
    ]);
  });

  it('puts the application’s own image first, then what is tagged by commit', () => {
    const liveImages = [
      'docker.io/library/postgres:17',
      'registry.example/shop/worker:3f9c2ab',
      `${repository}:1.0`,
      'alpine',
    ];
    expect(resolve({ liveImages }).map(image => image.repository)).toEqual([
      repository,
      'registry.example/shop/worker',
      'alpine',
      'docker.io/library/postgres',
    ]);
  });

  it('names an image without tag, and one by digest', () => {
    expect(
      resolve({ liveImages: ['alpine', 'busybox@sha256:ab'] }).map(
        image => image.live,
      ),
    ).toEqual([['latest'], ['sha256:ab']]);
  });

  it('keeps apart an image that is rightly there with two tags', () => {
    const liveImages = ['busybox:1', 'busybox:2'];
    expect(resolve({ liveImages }, { desiredImages: liveImages })).toEqual([
      { repository: 'busybox', desired: '1', synced: '1', live: ['1'] },
      { repository: 'busybox', desired: '2', synced: '2', live: ['2'] },
    ]);
    expect(
      resolve({ liveImages }, { desiredImages: ['busybox:1', 'busybox:3'] }),
    ).toEqual([
      { repository: 'busybox', desired: '1', synced: '1', live: ['1'] },
      { repository: 'busybox', desired: '3', synced: '3', live: ['2'] },
    ]);
  });
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
