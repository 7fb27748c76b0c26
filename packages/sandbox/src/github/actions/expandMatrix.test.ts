import { describeLeg, expandMatrix } from './expandMatrix';

it.each<[string, unknown, readonly object[]]>([
  ['nothing', undefined, [{}]],
  [
    'two axes',
    { os: ['a', 'b'], py: [1, 2] },
    [
      { os: 'a', py: 1 },
      { os: 'a', py: 2 },
      { os: 'b', py: 1 },
      { os: 'b', py: 2 },
    ],
  ],
  [
    'an exclusion',
    { os: ['a', 'b'], py: [1, 2], exclude: [{ os: 'b' }] },
    [
      { os: 'a', py: 1 },
      { os: 'a', py: 2 },
    ],
  ],
  [
    'an inclusion that adds to a combination, and one that is new',
    { os: ['a', 'b'], include: [{ os: 'a', fast: true }, { os: 'c' }] },
    [{ os: 'a', fast: true }, { os: 'b' }, { os: 'c' }],
  ],
  ['inclusions alone', { include: [{ x: 1 }, { x: 2 }] }, [{ x: 1 }, { x: 2 }]],
])('expands %s', (_, matrix, expected) => {
  expect(expandMatrix(matrix)).toEqual(expected);
});

it('names a combination', () => {
  expect(describeLeg({ os: 'linux', py: 3.14 })).toBe('linux, 3.14');
});
