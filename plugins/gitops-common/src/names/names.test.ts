import {
  checkComponentName,
  checkEnvironmentName,
  checkRepositoryName,
  checkSecretKey,
} from '.';

describe('checkComponentName', () => {
  it.each([['orders'], ['chat-api'], ['a'], ['o2'], ['a'.repeat(55)]])(
    'accepts %s',
    name => {
      expect(checkComponentName(name)).toBeUndefined();
    },
  );

  it.each([
    ['', /Give it a name/],
    ['Orders', /lower-case/],
    ['my orders', /“space” is not allowed/],
    ['my_orders', /“_” is not allowed/],
    ['orders.git', /“.” is not allowed/],
    ['bestellungen-ü', /“ü” is not allowed/],
    ['../clusters', /is not allowed/],
    ['2fast', /Begin with a letter/],
    ['-orders', /Begin with a letter/],
    ['orders-', /End with a letter or digit/],
    ['orders--api', /single dashes/],
    ['kube-system', /reserved for Kubernetes/],
    ['builds', /reserved by GitLab/],
    ['default', /Argo CD keeps/],
    ['a'.repeat(56), /at most 55 characters: its namespace “…-staging”/],
  ])('refuses %j with the reason', (name, reason) => {
    expect(checkComponentName(name)).toMatch(reason);
  });

  it('leaves room for the longest configured environment', () => {
    const environments = ['dev', 'pre-production'];
    expect(
      checkComponentName('a'.repeat(48), { environments }),
    ).toBeUndefined();
    expect(checkComponentName('a'.repeat(49), { environments })).toMatch(
      /at most 48 characters: its namespace “…-pre-production”/,
    );
  });

  it('needs no environment', () => {
    expect(checkComponentName('a'.repeat(63), { environments: [] })).toBe(
      undefined,
    );
  });
});

describe('checkEnvironmentName', () => {
  it.each([['dev'], ['pre-prod'], ['eu1']])('accepts %s', name => {
    expect(checkEnvironmentName(name)).toBeUndefined();
  });

  it.each([
    ['', /Give the environment a name/],
    ['Dev', /not an environment name/],
    ['dev-', /not an environment name/],
    ['a/b', /not an environment name/],
    ['a'.repeat(21), /too long/],
  ])('refuses %j with the reason', (name, reason) => {
    expect(checkEnvironmentName(name)).toMatch(reason);
  });
});

describe('checkSecretKey', () => {
  it.each([
    ['DATABASE_URL', {}],
    ['tls.crt', {}],
    ['DATABASE_URL', { environmentVariable: true }],
  ])('accepts %s %j', (key, options) => {
    expect(checkSecretKey(key, options)).toBeUndefined();
  });

  it.each([
    ['', {}, /Give the key a name/],
    ['a b', {}, /is not a key/],
    ['..data', {}, /folder/],
    ['a'.repeat(254), {}, /253/],
    ['tls.crt', { environmentVariable: true }, /environment variable/],
    ['2FA', { environmentVariable: true }, /environment variable/],
  ])('refuses %j %j with the reason', (key, options, reason) => {
    expect(checkSecretKey(key, options)).toMatch(reason);
  });
});

describe('checkRepositoryName', () => {
  it.each([['orders'], ['Orders_API.v2'], ['2fast']])('accepts %s', name => {
    expect(checkRepositoryName(name)).toBeUndefined();
  });

  it.each([
    ['', /Give it a name/],
    ['orders.', /letters, digits/],
    ['orders-_api', /letters, digits/],
    ['a/b', /letters, digits/],
    ['orders.git', /“.git”/],
    ['feed.atom', /“.atom”/],
    ['Blob', /reserved by GitLab/],
  ])('refuses %j with the reason', (name, reason) => {
    expect(checkRepositoryName(name)).toMatch(reason);
  });
});
