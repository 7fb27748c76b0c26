import { readdirSync, readFileSync } from 'node:fs';
import path from 'node:path';
import { loadAppConfigChecker, type CheckedConfig } from './appConfigSchema';
import { findSnippets, repositoryRoot } from './findSnippets';

const files = readdirSync(repositoryRoot)
  .filter(name => /^app-config(?!.*\.local\.).*\.yaml$/.test(name))
  .map(name => ({
    place: name,
    text: readFileSync(path.join(repositoryRoot, name), 'utf8'),
  }));

describe('configuration in the documentation', () => {
  let check: (yaml: string) => CheckedConfig;
  beforeAll(async () => {
    check = await loadAppConfigChecker();
  }, 120_000);

  it.each([...files, ...findSnippets('app-config')])(
    'fits the schema, and takes secrets from the environment: $place',
    ({ text }) => {
      const { problems, secrets } = check(text);
      expect(problems).toEqual([]);
      for (const secret of secrets) {
        expect(secret).toMatch(/^\$\{[A-Z_]+\}$/);
      }
    },
  );

  it('is there at all', () => {
    expect(findSnippets('app-config').length).toBeGreaterThan(3);
  });

  it.each([
    ['a misspelt key', 'gitops: { enviroments: [dev] }', 'enviroments'],
    [
      'a misspelt key of a certificate',
      'gitops: { sealedSecrets: { certificates: [{ uri: https://x.example }] } }',
      'uri',
    ],
    [
      'a misspelt key of an instance',
      'argocd: { appLocatorMethods: [{ type: config, instances: [{ name: main, url: https://x.example, tokn: x }] }] }',
      'tokn',
    ],
    [
      'an instance without an address',
      'argocd: { appLocatorMethods: [{ type: config, instances: [{ name: main }] }] }',
      'url',
    ],
    ['a value of another kind', 'gitops: { environments: dev }', 'array'],
    [
      'a tier that is none',
      'gitops: { environments: [{ name: dev, tier: testing }] }',
      'environments',
    ],
  ])('would be refused with %s', (_, yaml, named) => {
    expect(check(yaml).problems.join('\n')).toContain(named);
  });

  it('knows which values are secrets', () => {
    expect(
      check(
        'integrations: { gitlab: [{ host: x.example, apiBaseUrl: https://x.example/api/v4, token: plain }] }',
      ).secrets,
    ).toEqual(['plain']);
  });
});
