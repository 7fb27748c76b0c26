/** @jest-environment node */
import { execFileSync, spawnSync } from 'node:child_process';
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { aSealingCertificate } from '../testUtils/aSealingCertificate';
import { sealSecret, type SealedSecretManifest } from '.';

const hasKubeseal = !spawnSync('kubeseal', ['--version']).error;
// The reason stands in the name, so that whoever reads the result knows what was not checked.
const describeWithKubeseal = hasKubeseal ? describe : describe.skip;
const title = hasKubeseal
  ? 'the real kubeseal'
  : 'the real kubeseal (skipped: kubeseal is not on the path)';

describeWithKubeseal(title, () => {
  const { certificatePem, privateKeyPem } = aSealingCertificate();
  const folder = mkdtempSync(join(tmpdir(), 'kubeseal-'));
  const keyFile = join(folder, 'key.pem');
  beforeAll(() => writeFileSync(keyFile, privateKeyPem, { mode: 0o600 }));
  afterAll(() => rmSync(folder, { recursive: true, force: true }));

  const open = (manifest: SealedSecretManifest) =>
    JSON.parse(
      execFileSync(
        'kubeseal',
        ['--recovery-unseal', '--recovery-private-key', keyFile, '-o', 'json'],
        { input: JSON.stringify(manifest), stdio: 'pipe', encoding: 'utf8' },
      ),
    );
  const seal = (scope: 'strict' | 'namespace-wide' | 'cluster-wide') =>
    sealSecret({
      certificatePem,
      scope,
      namespace: 'orders-dev',
      name: 'orders-secrets',
      data: { API_TOKEN: 'Grüße 🚀', EMPTY: '' },
    });
  const moved = (
    manifest: SealedSecretManifest,
    to: { name?: string; namespace?: string },
  ): SealedSecretManifest => ({
    ...manifest,
    metadata: { ...manifest.metadata, ...to },
    spec: {
      ...manifest.spec,
      template: {
        ...manifest.spec.template,
        metadata: { ...manifest.spec.template.metadata, ...to },
      },
    },
  });

  it.each(['strict', 'namespace-wide', 'cluster-wide'] as const)(
    'opens what was sealed %s',
    async scope => {
      const secret = open(await seal(scope));
      expect(secret.kind).toBe('Secret');
      expect(secret.metadata).toMatchObject({
        name: 'orders-secrets',
        namespace: 'orders-dev',
      });
      const { API_TOKEN, EMPTY } = secret.data;
      expect(Buffer.from(API_TOKEN, 'base64').toString()).toBe('Grüße 🚀');
      expect(EMPTY ?? '').toBe('');
    },
  );

  it.each([
    ['strict', { name: 'other' }],
    ['strict', { namespace: 'orders-prod' }],
    ['namespace-wide', { namespace: 'orders-prod' }],
  ] as const)('does not open %s under %j', async (scope, to) => {
    const manifest = moved(await seal(scope), to);
    expect(() => open(manifest)).toThrow(/no key could decrypt secret/);
  });

  it.each([
    ['namespace-wide', { name: 'other' }],
    ['cluster-wide', { name: 'other', namespace: 'orders-prod' }],
  ] as const)('opens %s under %j', async (scope, to) => {
    const manifest = moved(await seal(scope), to);
    expect(open(manifest).metadata).toMatchObject(to);
  });
});
