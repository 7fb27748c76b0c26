import {
  constants,
  createCipheriv,
  createPublicKey,
  publicEncrypt,
  randomBytes,
} from 'node:crypto';
import { stringify } from 'yaml';
import type { SealingKeys } from '../sealing';

/** A SealedSecret of strict scope, sealed as `kubeseal` does; for example values only. */
export function sealedSecretFile(
  keys: Pick<SealingKeys, 'certificatePem'>,
  name: string,
  namespace: string,
  values: Readonly<Record<string, string>>,
): string {
  const label = Buffer.from(`${namespace}/${name}`);
  const encryptedData = Object.fromEntries(
    Object.entries(values).map(([field, value]) => [
      field,
      seal(keys.certificatePem, label, value),
    ]),
  );
  return stringify({
    apiVersion: 'bitnami.com/v1alpha1',
    kind: 'SealedSecret',
    metadata: { name, namespace },
    spec: { encryptedData, template: { metadata: { name, namespace } } },
  });
}

function seal(certificatePem: string, label: Buffer, value: string): string {
  const session = randomBytes(32);
  const wrapped = publicEncrypt(
    {
      key: createPublicKey(certificatePem),
      padding: constants.RSA_PKCS1_OAEP_PADDING,
      oaepHash: 'sha256',
      oaepLabel: label,
    },
    session,
  );
  const length = Buffer.alloc(2);
  length.writeUInt16BE(wrapped.length);
  const cipher = createCipheriv('aes-256-gcm', session, Buffer.alloc(12));
  return Buffer.concat([
    length,
    wrapped,
    cipher.update(value, 'utf8'),
    cipher.final(),
    cipher.getAuthTag(),
  ]).toString('base64');
}
