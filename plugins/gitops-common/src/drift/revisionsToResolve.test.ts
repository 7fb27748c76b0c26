import type { Application } from '../model';
import { aHistoryEntry, anApplication, aSha } from '../testUtils/builders';
import { revisionsToResolve } from './revisionsToResolve';

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
