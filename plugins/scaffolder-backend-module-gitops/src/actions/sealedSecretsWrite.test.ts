import { readFile } from 'node:fs/promises';
import { join } from 'node:path';
import { sealSecret } from '@slipway/plugin-gitops-common';
import {
  aSealingCertificate,
  unseal,
} from '@slipway/plugin-gitops-common/testUtils';
import { parse } from 'yaml';
import { canaries } from '../__testUtils__/aWorld';
import {
  actionOf,
  cleanWorkspaces,
  inputOf,
  runAction,
} from '../__testUtils__/runAction';
import { createSealedSecretsWriteAction } from './sealedSecretsWrite';
import { examples } from './sealedSecretsWrite.examples';

const { certificatePem, privateKey } = aSealingCertificate();
const action = createSealedSecretsWriteAction();
const expected = {
  namespace: 'orders-{environment}',
  name: 'orders-secrets',
};

/** What the browser gives for an environment. */
const sealedFor = async (
  environment: string,
  overrides: {
    component?: string;
    scope?: 'strict' | 'namespace-wide' | 'cluster-wide';
  } = {},
) => {
  const { component = 'orders', scope = 'strict' } = overrides;
  const namespace = `${component}-${environment}`;
  const name = `${component}-secrets`;
  const { spec } = await sealSecret({
    certificatePem,
    scope,
    namespace,
    name,
    data: { API_TOKEN: canaries.secret },
  });
  const encryptedData = { ...spec.encryptedData };
  return { environment, namespace, name, scope, encryptedData };
};

describe('sealed-secrets:write', () => {
  afterEach(cleanWorkspaces);

  it.each(examples)('runs the example “$description”', async example => {
    expect(actionOf(example)).toBe(action.id);
    const { error, outputs } = await runAction(action, inputOf(example));
    expect(error).toBeUndefined();
    expect(outputs).toEqual({ paths: ['k8s/overlays/dev/sealed-secret.yaml'] });
  });

  it('writes a file an environment that opens under its final name', async () => {
    const { workspacePath, outputs } = await runAction(action, {
      ...expected,
      sealed: [await sealedFor('dev'), await sealedFor('prod')],
      fingerprint: 'cd'.repeat(32),
    });
    expect(outputs.paths).toEqual([
      'k8s/overlays/dev/sealed-secret.yaml',
      'k8s/overlays/prod/sealed-secret.yaml',
    ]);
    for (const environment of ['dev', 'prod']) {
      const file = `k8s/overlays/${environment}/sealed-secret.yaml`;
      const manifest = parse(await readFile(join(workspacePath, file), 'utf8'));
      expect(manifest.metadata).toEqual({
        name: 'orders-secrets',
        namespace: `orders-${environment}`,
        annotations: { 'gitops/sealed-with': `sha256:${'cd'.repeat(32)}` },
      });
      expect(
        unseal(
          manifest.spec.encryptedData.API_TOKEN,
          privateKey,
          `orders-${environment}/orders-secrets`,
        ),
      ).toBe(canaries.secret);
    }
  });

  it('has nothing to do without secrets', async () => {
    const { error, outputs } = await runAction(action, {
      ...expected,
      sealed: [],
    });
    expect(error).toBeUndefined();
    expect(outputs.paths).toEqual([]);
  });

  it.each([
    ['strict', false],
    ['namespace-wide', false],
    ['cluster-wide', true],
  ] as const)(
    'with scope %s, values of another component can be used: %s',
    async (scope, usable) => {
      const { error } = await runAction(action, {
        ...expected,
        sealed: [await sealedFor('dev', { component: 'billing', scope })],
      });
      expect(error === undefined).toBe(usable);
      expect(error?.message ?? 'enter the secrets for dev again').toMatch(
        /enter the secrets for dev again/,
      );
    },
  );

  it('takes a value for the namespace under another name', async () => {
    const entry = await sealedFor('dev', { scope: 'namespace-wide' });
    const { error } = await runAction(action, {
      ...expected,
      sealed: [{ ...entry, name: 'else' }],
    });
    expect(error).toBeUndefined();
  });

  it('reports everything that is wrong together, and repeats no value', async () => {
    const dev = await sealedFor('dev');
    const { error } = await runAction(action, {
      ...expected,
      sealed: [
        { ...dev, encryptedData: { API_TOKEN: canaries.secret } },
        { ...(await sealedFor('staging')), encryptedData: {} },
        { ...(await sealedFor('prod')), environment: '../prod' },
        { ...(await sealedFor('qa')), fingerprint: 'x' },
        dev,
      ],
    });
    expect(error?.name).toBe('InputError');
    expect(error?.message.split('\n')).toEqual([
      'The sealed secrets cannot be used:',
      '- “API_TOKEN” for dev: It is not sealed: base64 is expected.',
      '- There is no value for staging',
      expect.stringMatching(/^- “..\/prod” is not an environment name/),
      '- The fingerprint for qa is not a SHA-256',
      '- “dev” is there twice',
    ]);
  });

  it('does not write outside of the workspace', async () => {
    const { error } = await runAction(action, {
      ...expected,
      sealed: [await sealedFor('dev')],
      path: '../{environment}.yaml',
    });
    expect(error?.name).toBe('NotAllowedError');
  });
});
