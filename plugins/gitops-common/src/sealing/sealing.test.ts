/** @jest-environment node */
import { X509Certificate, generateKeyPairSync } from 'node:crypto';
import { aSealingCertificate } from '../testUtils/aSealingCertificate';
import { unseal } from '../testUtils/unseal';
import { checkSealedValue, readCertificate, sealSecret } from '.';

const { certificatePem, privateKey } = aSealingCertificate();
const target = {
  scope: 'strict',
  namespace: 'orders-dev',
  name: 'orders-secrets',
} as const;

describe('readCertificate', () => {
  it('agrees with Node about fingerprint and validity', async () => {
    const expected = new X509Certificate(certificatePem);
    const { fingerprint, notBefore, notAfter } =
      await readCertificate(certificatePem);
    expect(fingerprint).toBe(
      expected.fingerprint256.replaceAll(':', '').toLowerCase(),
    );
    expect(Date.parse(notBefore)).toBe(Date.parse(expected.validFrom));
    expect(Date.parse(notAfter)).toBe(Date.parse(expected.validTo));
  });

  it('reads dates beyond 2050, and a key of the size that clusters use', async () => {
    const certificate = aSealingCertificate({
      notAfter: new Date('2061-02-03T04:05:06Z'),
      modulusLength: 4096,
    });
    const { notAfter } = await readCertificate(certificate.certificatePem);
    expect(notAfter).toBe('2061-02-03T04:05:06Z');
  });

  const broken = (change: (body: string) => string) =>
    certificatePem.replace(
      /(-----BEGIN CERTIFICATE-----\n)([\s\S]*)(\n-----END)/,
      (_, begin, body, end) => begin + change(body) + end,
    );
  it.each([
    ['nothing', '', /Not a certificate: a PEM block/],
    ['a web page', '<html>404</html>', /Not a certificate: a PEM block/],
    [
      'a bare public key',
      generateKeyPairSync('rsa', { modulusLength: 2048 })
        .publicKey.export({ type: 'spki', format: 'pem' })
        .toString(),
      /Not a certificate: a PEM block/,
    ],
    ['no base64', broken(() => '§§§'), /Not a certificate: a PEM block/],
    [
      'half a certificate',
      broken(body => body.replace(/\s/g, '').slice(0, 400)),
      /Not a certificate: its encoding is broken/,
    ],
    [
      'something else in base64',
      broken(() => 'aGVsbG8gd29ybGQh'),
      /Not a certificate: its encoding is broken/,
    ],
    ['endless lengths', broken(() => 'MIAA'), /its encoding is broken/],
  ])('refuses %s', async (_, pem, reason) => {
    await expect(readCertificate(pem)).rejects.toThrow(reason);
  });
});

describe('sealSecret', () => {
  const values = {
    API_TOKEN: 'canary-5d1f',
    GREETING: 'Grüße, 你好 🚀',
    EMPTY: '',
    LONG: 'x'.repeat(100_000),
  };

  it.each([
    ['strict', 'orders-dev/orders-secrets', undefined],
    [
      'namespace-wide',
      'orders-dev',
      'sealedsecrets.bitnami.com/namespace-wide',
    ],
    ['cluster-wide', '', 'sealedsecrets.bitnami.com/cluster-wide'],
  ] as const)('binds %s to “%s”', async (scope, label, annotation) => {
    const manifest = await sealSecret({
      ...target,
      scope,
      certificatePem,
      data: values,
    });
    const opened = Object.entries(manifest.spec.encryptedData).map(
      ([key, sealed]) => [key, unseal(sealed, privateKey, label)],
    );
    expect(Object.fromEntries(opened)).toEqual(values);
    expect(() =>
      unseal(manifest.spec.encryptedData.API_TOKEN, privateKey, 'other/label'),
    ).toThrow();

    const metadata = {
      name: 'orders-secrets',
      namespace: 'orders-dev',
      ...(annotation && { annotations: { [annotation]: 'true' } }),
    };
    expect(manifest).toMatchObject({
      apiVersion: 'bitnami.com/v1alpha1',
      kind: 'SealedSecret',
      metadata,
      spec: { template: { metadata } },
    });
    expect(Object.keys(manifest.metadata)).toEqual(Object.keys(metadata));
  });

  it('never seals the same value alike', async () => {
    const input = { ...target, certificatePem, data: { A: 'x' } };
    const [first, second] = await Promise.all([
      sealSecret(input),
      sealSecret(input),
    ]);
    expect(first.spec.encryptedData.A).not.toBe(second.spec.encryptedData.A);
  });

  it.each([
    ['no value', { data: {} }, /no value to seal/],
    ['a bad key', { data: { 'a b': 'canary-5d1f' } }, /“a b” is not a key/],
    [
      'an expired certificate',
      { now: new Date('2050-01-01T00:00:00Z') },
      /Expired certificate: it was valid until 2049-12-31T23:59:59Z/,
    ],
    ['no certificate', { certificatePem: 'canary-5d1f' }, /Not a certificate/],
  ])('refuses %s, without telling the value', async (_, change, reason) => {
    const failure = await sealSecret({
      ...target,
      certificatePem,
      data: { A: 'canary-5d1f' },
      ...change,
    }).catch(error => error);
    expect(failure.message).toMatch(reason);
    expect(failure.message).not.toContain('canary');
  });
});

describe('checkSealedValue', () => {
  it('accepts what sealSecret made', async () => {
    const { spec } = await sealSecret({
      ...target,
      certificatePem,
      data: { A: '' },
    });
    expect(checkSealedValue(spec.encryptedData.A)).toBeUndefined();
  });

  it.each([
    ['hunter2', /base64/],
    ['', /base64/],
    ['aHVudGVyMg==', /length of an RSA key/],
    [Buffer.from([1, 0, 1, 2, 3]).toString('base64'), /cut short/],
  ])('refuses %j, without repeating it', (text, reason) => {
    const problem = checkSealedValue(text);
    expect(problem).toMatch(reason);
    expect(text === '' || !problem?.includes(text)).toBe(true);
  });
});
