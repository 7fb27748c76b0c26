import { ConfigReader } from '@backstage/config';
import type { JsonObject } from '@backstage/types';
import { readGitopsConfig } from './readGitopsConfig';

const read = (gitops?: JsonObject) =>
  readGitopsConfig(new ConfigReader(gitops ? { gitops } : {}));

describe('readGitopsConfig', () => {
  it('needs no configuration', () => {
    expect(read()).toEqual({
      environments: [
        { name: 'dev', position: 0, tier: 'development' },
        { name: 'staging', position: 1, tier: 'staging' },
        { name: 'prod', position: 2, tier: 'production' },
      ],
      environmentLabel: 'gitops/environment',
      projection: { resyncIntervalMs: 300_000, reconnectDelayMs: 1_000 },
      pipelines: { pollIntervalMs: 5_000, cacheTtlMs: 30_000 },
      certificates: [],
    });
  });

  it('reads names and objects, and durations in both spellings', () => {
    const config = read({
      environments: ['dev', { name: 'live', tier: 'production' }, 'qa'],
      environmentLabel: 'shop/stage',
      projection: { resyncInterval: { minutes: 1 }, reconnectDelay: '250ms' },
      sealedSecrets: {
        certificates: [
          { environments: ['live'], url: 'https://live.example/v1/cert.pem' },
          { file: '/etc/cert.pem' },
        ],
      },
    });
    expect(config.environments).toEqual([
      { name: 'dev', position: 0, tier: 'development' },
      { name: 'live', position: 1, tier: 'production' },
      { name: 'qa', position: 2 },
    ]);
    expect(config.environmentLabel).toBe('shop/stage');
    expect(config.projection).toEqual({
      resyncIntervalMs: 60_000,
      reconnectDelayMs: 250,
    });
    expect(config.certificates).toEqual([
      {
        environments: ['live'],
        source: { type: 'url', url: 'https://live.example/v1/cert.pem' },
      },
      {
        environments: undefined,
        source: { type: 'file', path: '/etc/cert.pem' },
      },
    ]);
  });

  it('lists every problem with its path in one message', () => {
    const bad = () =>
      read({
        environments: ['dev', 'dev', 'Prod', { name: 'qa', tier: 'best' }],
        environmentLabel: ' ',
        projection: { resyncInterval: 'soon' },
        pipelines: { pollInterval: { milliseconds: 1 } },
        sealedSecrets: {
          certificates: [
            { environments: ['nowhere'], url: 'https://a.example', pem: 'x' },
            { url: 'ftp://a.example' },
            { urls: 'https://a.example' },
          ],
        },
      });
    for (const problem of [
      'gitops.environments[1]: “dev” is listed twice',
      'gitops.environments[2]: “Prod” is not an environment name',
      'gitops.environments[3]: must be a name',
      'gitops.environmentLabel: must be the key of a label',
      'gitops.projection.resyncInterval: ',
      'gitops.pipelines.pollInterval: must be at least 10 milliseconds',
      'gitops.sealedSecrets.certificates[0].environments: “nowhere”',
      'gitops.sealedSecrets.certificates[0]: give exactly one',
      'gitops.sealedSecrets.certificates[1].url: must be an http',
      'gitops.sealedSecrets.certificates[2]: Unrecognized key',
    ]) {
      expect(bad).toThrow(problem);
    }
  });
});
