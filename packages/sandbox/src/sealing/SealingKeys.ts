import {
  chmodSync,
  existsSync,
  mkdirSync,
  readFileSync,
  writeFileSync,
} from 'node:fs';
import { createPrivateKey, webcrypto, type KeyObject } from 'node:crypto';
import { join } from 'node:path';
import { PemConverter, X509CertificateGenerator } from '@peculiar/x509';

/** The controller's key pair: the certificate is public, the key never leaves the data folder. */
export interface SealingKeys {
  readonly certificatePem: string;
  readonly privateKey: KeyObject;
}

const years = 10;

/** The key pair in a folder; made there when it has none: RSA 4096, self-signed for ten years, as the real controller does. */
export async function openSealingKeys(folder: string): Promise<SealingKeys> {
  const certificateFile = join(folder, 'tls.crt');
  const keyFile = join(folder, 'tls.key');
  if (!existsSync(keyFile)) {
    const made = await generate();
    mkdirSync(folder, { recursive: true, mode: 0o700 });
    writeFileSync(certificateFile, made.certificatePem);
    writeFileSync(keyFile, made.privateKeyPem, { mode: 0o600 });
  }
  chmodSync(keyFile, 0o600);
  return {
    certificatePem: readFileSync(certificateFile, 'utf8'),
    privateKey: createPrivateKey(readFileSync(keyFile)),
  };
}

async function generate() {
  const algorithm = {
    name: 'RSASSA-PKCS1-v1_5',
    hash: 'SHA-256',
    publicExponent: new Uint8Array([1, 0, 1]),
    modulusLength: 4096,
  };
  const keys = await webcrypto.subtle.generateKey(algorithm, true, [
    'sign',
    'verify',
  ]);
  const notBefore = new Date();
  const notAfter = new Date(notBefore);
  notAfter.setUTCFullYear(notAfter.getUTCFullYear() + years);
  const certificate = await X509CertificateGenerator.createSelfSigned(
    {
      name: 'CN=sealed-secrets',
      notBefore,
      notAfter,
      signingAlgorithm: algorithm,
      keys,
    },
    webcrypto as Crypto,
  );
  const pkcs8 = await webcrypto.subtle.exportKey('pkcs8', keys.privateKey);
  return {
    certificatePem: `${certificate.toString('pem').trim()}\n`,
    privateKeyPem: `${PemConverter.encode(pkcs8, 'PRIVATE KEY').trim()}\n`,
  };
}
