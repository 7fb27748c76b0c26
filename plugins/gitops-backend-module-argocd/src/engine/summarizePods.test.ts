import { readFixture } from '../__testUtils__/readFixture';
import { resourceTreeSchema } from '../client/wire';
import { summarizePods } from './summarizePods';

describe('summarizePods', () => {
  it('counts the pods of a roll-out by image', () => {
    const tree = resourceTreeSchema.parse(
      JSON.parse(readFixture('resource-tree.json')),
    );
    expect(summarizePods(tree)).toEqual({
      total: 3,
      ready: 0,
      byImage: {
        '127.0.0.1:15000/demo/app:1.0.0': 2,
        '127.0.0.1:15000/demo/app:1.0.1': 1,
      },
    });
  });

  it.each([
    ['no nodes', { nodes: null }, { total: 0, ready: 0, byImage: {} }],
    [
      'a pod with two containers of two images, and one that only has the name of a pod',
      {
        nodes: [
          {
            kind: 'Pod',
            images: ['a:1', 'b:1', 'a:1'],
            health: { status: 'Healthy' },
          },
          { kind: 'Pod', group: 'elsewhere.example', images: ['c:1'] },
        ],
      },
      { total: 1, ready: 1, byImage: { 'a:1': 1, 'b:1': 1 } },
    ],
  ])('counts %s', (_, tree, summary) => {
    expect(summarizePods(resourceTreeSchema.parse(tree))).toEqual(summary);
  });
});
