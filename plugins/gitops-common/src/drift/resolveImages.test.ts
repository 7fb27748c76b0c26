import type { Application } from '../model';
import { anApplication, aSha } from '../testUtils/builders';
import { resolveImages } from './resolveImages';

const repository = 'registry.example/shop/orders';

const outOfSync: Application['sync'] = {
  state: 'outOfSync',
  revisions: [aSha('b2')],
  automated: true,
};

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
          sync: outOfSync,
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
        { sync: outOfSync, liveImages: ['cache:7'] },
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
