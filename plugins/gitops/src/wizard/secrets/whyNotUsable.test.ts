import { whyNotUsable } from './whyNotUsable';

const sealed = (environment: string, component = 'orders') => ({
  environment,
  namespace: `${component}-${environment}`,
  name: `${component}-secrets`,
  encryptedData: { A: '…' },
});

describe('whyNotUsable', () => {
  const form = { component: 'orders', environments: ['dev', 'prod'] };
  it.each([
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
  ])('%s', (_, keys, values, expected) => {
    const reason = whyNotUsable({ keys, sealed: values }, form);
    expect(reason ?? '').toMatch(expected);
  });
});
