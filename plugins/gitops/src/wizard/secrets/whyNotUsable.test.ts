import { whyNotUsable } from './whyNotUsable';

const sealed = (environment: string, component = 'orders') => ({
  environment,
  namespace: `${component}-${environment}`,
  name: `${component}-secrets`,
  encryptedData: { A: '…' },
});

describe('whyNotUsable', () => {
  const form = { component: 'orders', environments: ['dev', 'prod'] };
  it.each<[string, string[], ReturnType<typeof sealed>[], RegExp, string[]?]>([
    ['all is sealed', ['A'], [sealed('dev'), sealed('prod')], /^$/],
    ['nothing is', ['A'], [], /not sealed yet/],
    [
      'the name changed',
      ['A'],
      [sealed('dev', 'old'), sealed('prod', 'old')],
      /“old-dev\/old-secrets”.*enter the values again/,
    ],
    ['an environment was added', ['A'], [sealed('dev')], /not sealed for prod/],
    [
      'a key is missing',
      ['A', 'B'],
      [sealed('dev'), sealed('prod')],
      /secret B is not sealed everywhere/,
    ],
    [
      'a required key is missing',
      ['A'],
      [sealed('dev'), sealed('prod')],
      /secret B is not sealed everywhere/,
      ['A', 'B'],
    ],
    [
      'nothing that is required is there',
      [],
      [],
      /does not start without A and B: enter or generate/,
      ['A', 'B'],
    ],
  ])('%s', (_, keys, values, expected, requiredKeys = []) => {
    const reason = whyNotUsable(
      { keys, sealed: values },
      { ...form, requiredKeys },
    );
    expect(reason ?? '').toMatch(expected);
  });
});
