import { createSign, generateKeyPairSync, type KeyObject } from 'node:crypto';

const der = (tag: number, ...parts: readonly Uint8Array[]): Buffer => {
  const content = Buffer.concat(parts);
  const size = Buffer.from(
    content.length.toString(16).replace(/^(.(..)*)$/, '0$1'),
    'hex',
  );
  const length =
    content.length < 0x80
      ? Buffer.from([content.length])
      : Buffer.from([0x80 + size.length, ...size]);
  return Buffer.concat([Buffer.from([tag]), length, content]);
};
const sequence = (...parts: readonly Uint8Array[]) => der(0x30, ...parts);
const pemOf = (bytes: Buffer) =>
  `-----BEGIN CERTIFICATE-----\n${bytes.toString('base64').replace(/.{64}/g, '$&\n')}\n-----END CERTIFICATE-----\n`;
// GeneralizedTime from 2050 on, as RFC 5280 demands.
const time = (date: Date) => {
  const digits = date.toISOString().replace(/\D/g, '').slice(0, 14);
  return date.getUTCFullYear() < 2050
    ? der(0x17, Buffer.from(`${digits.slice(2)}Z`))
    : der(0x18, Buffer.from(`${digits}Z`));
};

export interface SealingCertificateFixture {
  readonly certificatePem: string;
  readonly privateKey: KeyObject;
  readonly privateKeyPem: string;
}

/** A self-signed certificate, made afresh so that no private key lies in the repository. */
export function aSealingCertificate(
  options: { notBefore?: Date; notAfter?: Date; modulusLength?: number } = {},
): SealingCertificateFixture {
  const { publicKey, privateKey } = generateKeyPairSync('rsa', {
    modulusLength: options.modulusLength ?? 2048,
  });
  const sha256WithRsa = sequence(
    der(0x06, Buffer.from('2a864886f70d01010b', 'hex')),
    der(0x05),
  );
  const commonName = sequence(
    der(
      0x31,
      sequence(
        der(0x06, Buffer.from('550403', 'hex')),
        der(0x0c, Buffer.from('sealed-secrets')),
      ),
    ),
  );
  const toBeSigned = sequence(
    der(0xa0, der(0x02, Buffer.from([2]))),
    der(0x02, Buffer.from([1])),
    sha256WithRsa,
    commonName,
    sequence(
      time(options.notBefore ?? new Date('2026-01-01T00:00:00Z')),
      time(options.notAfter ?? new Date('2049-12-31T23:59:59Z')),
    ),
    commonName,
    publicKey.export({ type: 'spki', format: 'der' }),
  );
  const signature = createSign('sha256').update(toBeSigned).sign(privateKey);
  return {
    certificatePem: pemOf(
      sequence(
        toBeSigned,
        sha256WithRsa,
        der(0x03, Buffer.from([0]), signature),
      ),
    ),
    privateKey,
    privateKeyPem: privateKey
      .export({ type: 'pkcs8', format: 'pem' })
      .toString(),
  };
}
