import { readFile } from 'node:fs/promises';
import { join } from 'node:path';
import { ConfigReader } from '@backstage/config';
import {
  aSealingCertificate,
  unseal,
} from '@slipway/plugin-gitops-common/testUtils';
import { parse } from 'yaml';
import { readCertificateConfigs } from '../sealing/readCertificateConfigs';
import { createSealingCertificates } from '../sealing/SealingCertificates';
import { canaries, startWorld, type World } from '../__testUtils__/aWorld';
import {
  actionOf,
  cleanWorkspaces,
  inputOf,
  runAction,
} from '../__testUtils__/runAction';
import { createSealedSecretsSealAction } from './sealedSecretsSeal';
import { examples } from './sealedSecretsSeal.examples';

const { certificatePem, privateKey } = aSealingCertificate();
const secrets = { apiToken: canaries.secret, backstageToken: 'a-session' };
const input = {
  environment: 'dev',
  namespace: 'orders-dev',
  name: 'orders-secrets',
  values: { API_TOKEN: canaries.secret },
  path: 'k8s/overlays/dev/sealed-secret.yaml',
};

describe('sealed-secrets:seal', () => {
  let world: World;
  beforeEach(async () => {
    world = await startWorld();
    world.state.certificatePem = certificatePem;
  });
  afterEach(async () => {
    await world.close();
    cleanWorkspaces();
  });
  const action = (certificates?: object[]) =>
    createSealedSecretsSealAction({
      certificates: createSealingCertificates(
        readCertificateConfigs(
          new ConfigReader({
            gitops: {
              sealedSecrets: {
                certificates: certificates ?? [
                  { environments: ['dev'], url: `${world.url}/v1/cert.pem` },
                ],
              },
            },
          }),
        ),
      ),
    });
  const read = async (workspacePath: string, path = input.path) =>
    readFile(join(workspacePath, path), 'utf8');

  it.each(examples)('runs the example “$description”', async example => {
    expect(actionOf(example)).toBe(action().id);
    // As the scaffolder renders it.
    const rendered = JSON.parse(
      JSON.stringify(inputOf(example)).replace(
        /\$\{\{ secrets\.\w+ \}\}/,
        canaries.secret,
      ),
    );
    const url = 'https://sealed-secrets.example.com/v1/cert.pem';
    const certificates = [{ pem: certificatePem }];
    const result = await runAction(
      action(
        rendered.certificateUrl
          ? [{ url: `${world.url}/v1/cert.pem` }]
          : certificates,
      ),
      rendered.certificateUrl === url
        ? { ...rendered, certificateUrl: `${world.url}/v1/cert.pem` }
        : rendered,
      { secrets },
    );
    expect(result.error).toBeUndefined();
    const yaml = await read(result.workspacePath, rendered.path);
    const [[key, sealed]] = Object.entries<string>(
      parse(yaml).spec.encryptedData,
    );
    const label =
      rendered.scope === 'namespace-wide'
        ? 'orders-dev'
        : 'orders-dev/orders-secrets';
    expect(unseal(sealed, privateKey, label)).toBe(rendered.values[key]);
    expect(yaml).not.toContain('canary');
  });

  it('writes an object that Git can hold, and says with what it was sealed', async () => {
    const { outputs, workspacePath, error } = await runAction(action(), input, {
      secrets,
    });
    expect(error).toBeUndefined();
    expect(outputs).toEqual({
      path: input.path,
      keys: ['API_TOKEN'],
      fingerprint: expect.stringMatching(/^[0-9a-f]{64}$/),
    });
    const yaml = await read(workspacePath);
    expect(yaml).not.toMatch(/[&*]a1/);
    expect(parse(yaml)).toMatchObject({
      apiVersion: 'bitnami.com/v1alpha1',
      kind: 'SealedSecret',
      metadata: {
        name: 'orders-secrets',
        namespace: 'orders-dev',
        annotations: { 'gitops/sealed-with': `sha256:${outputs.fingerprint}` },
      },
      spec: {
        template: {
          metadata: { name: 'orders-secrets', namespace: 'orders-dev' },
        },
      },
    });
  });

  it.each([
    ['a parameter', { API_TOKEN: 'from-a-parameter' }, secrets],
    ['an expression that failed', { API_TOKEN: '${{ secrets.x }}' }, secrets],
    ['nothing', { API_TOKEN: '' }, secrets],
    ['a secret when a retry has none', { API_TOKEN: canaries.secret }, {}],
    ['Backstage’s own token', { API_TOKEN: 'a-session' }, secrets],
    [
      'Backstage’s own token within something else',
      { API_TOKEN: `${canaries.secret}a-session` },
      secrets,
    ],
  ])('does not seal %s', async (_, values, given) => {
    const { error } = await runAction(
      action(),
      { ...input, values },
      { secrets: given },
    );
    expect(error?.name).toBe('InputError');
    expect(error?.message).toMatch(/The value of “API_TOKEN”/);
    expect(error?.message).not.toContain('a-session');
  });

  it.each([
    ['a path outside', { path: '../outside.yaml' }, 'NotAllowedError', /path/],
    [
      'an environment without certificate',
      { environment: 'prod' },
      'InputError',
      /No sealing certificate is configured for “prod”/,
    ],
    [
      'a certificate that is not configured',
      { environment: undefined, certificateUrl: 'http://127.0.0.1:1/cert' },
      'InputError',
      /is not configured/,
    ],
    [
      'both of environment and URL',
      { certificateUrl: 'http://127.0.0.1:1/cert' },
      'InputError',
      /either environment or certificateUrl/,
    ],
    ['no value', { values: {} }, 'InputError', /no value to seal/],
    [
      'a bad key',
      { values: { 'a b': canaries.secret } },
      'InputError',
      /“a b” is not a key/,
    ],
  ])('refuses %s', async (_, change, name, reason) => {
    const { error } = await runAction(
      action(),
      JSON.parse(JSON.stringify({ ...input, ...change })),
      { secrets },
    );
    expect(error?.name).toBe(name);
    expect(error?.message).toMatch(reason);
  });

  it.each([
    ['is not there', { status: 503 }, /cannot be fetched.*HTTP 503/],
    ['is a web page', { body: '<html>' }, /not usable.*Not a certificate/],
    [
      'has expired',
      {
        body: aSealingCertificate({ notAfter: new Date('2021-01-01') })
          .certificatePem,
      },
      /Expired certificate/,
    ],
  ])('names the certificate that %s', async (_, answer, reason) => {
    world.state.intercept = () => answer;
    const { error } = await runAction(action(), input, { secrets });
    expect(error?.message).toMatch(reason);
  });

  it('shows in a dry run what it would write, without secrets', async () => {
    const { error, workspacePath } = await runAction(
      action(),
      { ...input, values: { API_TOKEN: '' } },
      { isDryRun: true },
    );
    expect(error).toBeUndefined();
    const { spec } = parse(await read(workspacePath));
    const label = 'orders-dev/orders-secrets';
    expect(unseal(spec.encryptedData.API_TOKEN, privateKey, label)).toBe('');
  });

  it('stops when the task is cancelled', async () => {
    const { error } = await runAction(action(), input, {
      secrets,
      signal: AbortSignal.abort(),
    });
    expect(error?.message).toMatch(/abort/i);
  });
});
