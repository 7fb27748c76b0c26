import type { DeploymentImage } from '../model';
import { aDeployment, anApplication } from '../testUtils/builders';
import { summarizeDeployment } from './summarizeDeployment';

const image = (parts: Partial<DeploymentImage>): DeploymentImage => ({
  repository: 'orders',
  live: [],
  ...parts,
});

describe('summarizeDeployment', () => {
  it.each<[string, DeploymentImage[], object]>([
    [
      'what runs',
      [image({ desired: 'b', synced: 'a', live: ['a'] })],
      { tag: 'a' },
    ],
    [
      'where a roll-out leads',
      [image({ desired: 'b', synced: 'b', live: ['a', 'b'] })],
      { tag: 'b' },
    ],
    [
      'what Git asks for before anything runs',
      [image({ desired: 'b' })],
      { tag: 'b' },
    ],
    [
      'how many images there are beside the first',
      [image({ live: ['a'] }), image({ live: ['x'] }), image({})],
      { tag: 'a', moreImages: 2 },
    ],
    ['nothing where nothing is known', [], { moreImages: 0 }],
  ])('says %s', (_, images, expected) => {
    expect(summarizeDeployment(aDeployment({ images }))).toEqual({
      sync: 'synced',
      health: 'healthy',
      drift: 'inSync',
      moreImages: 0,
      ...expected,
    });
  });

  it('hands on states and the reason', () => {
    expect(
      summarizeDeployment(
        aDeployment({
          application: anApplication({
            health: { state: 'degraded' },
            sync: { state: 'outOfSync', revisions: [], automated: true },
          }),
          drift: { state: 'drifted', reason: 'The cluster runs hotfix-2' },
        }),
      ),
    ).toMatchObject({
      sync: 'outOfSync',
      health: 'degraded',
      drift: 'drifted',
      reason: 'The cluster runs hotfix-2',
    });
  });
});
