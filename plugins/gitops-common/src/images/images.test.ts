import {
  commitOfTag,
  formatImageReference,
  isTagOfCommit,
  isUnreleased,
  parseImageReference,
  shortTag,
} from '.';

const sha = '3f9c2ab4d5e6f708192a3b4c5d6e7f8091a2b3c4';
const digest = `sha256:${'a1'.repeat(32)}`;

describe('parseImageReference', () => {
  it.each([
    ['nginx', { repository: 'nginx' }],
    ['nginx:1.27', { repository: 'nginx', tag: '1.27' }],
    [
      'registry.example/shop/orders:3f9c2ab',
      { repository: 'registry.example/shop/orders', tag: '3f9c2ab' },
    ],
    ['127.0.0.1:5000/orders', { repository: '127.0.0.1:5000/orders' }],
    [
      '127.0.0.1:5000/orders:main-3f9c2ab',
      { repository: '127.0.0.1:5000/orders', tag: 'main-3f9c2ab' },
    ],
    [`orders@${digest}`, { repository: 'orders', digest }],
    [
      `registry:5000/shop/orders:v1@${digest}`,
      { repository: 'registry:5000/shop/orders', tag: 'v1', digest },
    ],
  ])('takes %s apart, and back', (ref, expected) => {
    const image = parseImageReference(ref);
    expect(image).toEqual(expected);
    expect(formatImageReference(image)).toBe(ref);
  });

  it('gives an empty tag no meaning', () => {
    expect(parseImageReference(' orders: ')).toEqual({ repository: 'orders' });
  });
});

describe('isTagOfCommit', () => {
  it.each([
    [sha, true],
    ['3f9c2ab', true],
    ['3F9C2AB4', true],
    ['main-3f9c2ab', true],
    ['v1.2.3-3f9c2ab', true],
    ['v1.2.3-4-g3f9c2ab4', true],
    ['3f9c2ab-amd64', true],
    ['3f9c2a', false],
    ['3f9c2ac', false],
    ['x3f9c2ab', false],
    ['unreleased', false],
    ['latest', false],
    ['', false],
  ])('%s: %s', (tag, expected) => {
    expect(isTagOfCommit(tag, sha)).toBe(expected);
  });

  it('takes a short SHA for the commit as well, but not a guess', () => {
    expect(isTagOfCommit(sha, '3f9c2ab')).toBe(true);
    expect(isTagOfCommit('3f9c2ab', '3f9c')).toBe(false);
    expect(isTagOfCommit('3f9c2ab', '')).toBe(false);
  });
});

describe('commitOfTag', () => {
  it.each([
    ['3f9c2ab4', '3f9c2ab4'],
    ['v1.2.3-20261121-3f9c2ab', '3f9c2ab'],
    ['20261121', undefined],
    ['hotfix-2', undefined],
    ['unreleased', undefined],
  ])('%s: %s', (tag, expected) => {
    expect(commitOfTag(tag)).toBe(expected);
  });
});

describe('shortTag', () => {
  it.each([
    [sha, '3f9c2ab4'],
    [digest, 'sha256:a1a1a1a1a1a1'],
    ['3f9c2ab', '3f9c2ab'],
    ['v1.2.3', 'v1.2.3'],
  ])('%s reads %s', (tag, expected) => {
    expect(shortTag(tag)).toBe(expected);
  });
});

it('knows the tag before the first release', () => {
  expect(isUnreleased('unreleased')).toBe(true);
  expect(isUnreleased('3f9c2ab')).toBe(false);
  expect(isUnreleased(undefined)).toBe(false);
});
