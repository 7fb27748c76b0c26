import {
  constants,
  createDecipheriv,
  type KeyObject,
  privateDecrypt,
} from 'node:crypto';

/** Opens a sealed value with Node's own crypto: another implementation than the one under test. Throws when it does not open. */
export function unseal(
  sealed: string,
  privateKey: KeyObject,
  label: string,
): string {
  const bytes = Buffer.from(sealed, 'base64');
  const rsaEnd = 2 + bytes.readUInt16BE(0);
  const key = privateDecrypt(
    {
      key: privateKey,
      padding: constants.RSA_PKCS1_OAEP_PADDING,
      oaepHash: 'sha256',
      oaepLabel: Buffer.from(label),
    },
    bytes.subarray(2, rsaEnd),
  );
  const decipher = createDecipheriv('aes-256-gcm', key, Buffer.alloc(12));
  decipher.setAuthTag(bytes.subarray(-16));
  return Buffer.concat([
    decipher.update(bytes.subarray(rsaEnd, -16)),
    decipher.final(),
  ]).toString();
}
