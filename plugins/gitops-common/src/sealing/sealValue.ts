import { type Bytes, toBase64 } from './base64';
import { sealingLabel, type SealingTarget } from './SealingScope';
import { subtleCrypto } from './webCrypto';

/** @public */
export interface SealValueInput extends SealingTarget {
  /** From `readCertificate`. */
  readonly publicKey: CryptoKey;
  readonly value: string;
}

/**
 * Seals one value so that only the cluster can open it: base64 of the length of the RSA part (2 bytes, big endian), a random
 * AES key under RSA-OAEP (SHA-256, labelled with the scope), and the value under AES-256-GCM.
 * Format: https://github.com/bitnami/sealed-secrets/blob/main/pkg/crypto/crypto.go
 * @public
 */
export async function sealValue(input: SealValueInput): Promise<string> {
  const subtle = subtleCrypto();
  const encoder = new TextEncoder();
  const sessionKey = globalThis.crypto.getRandomValues(new Uint8Array(32));
  const wrappedKey = new Uint8Array(
    await subtle.encrypt(
      { name: 'RSA-OAEP', label: encoder.encode(sealingLabel(input)) },
      input.publicKey,
      sessionKey,
    ),
  );
  const aesKey = await subtle.importKey('raw', sessionKey, 'AES-GCM', false, [
    'encrypt',
  ]);
  const sealed = new Uint8Array(
    await subtle.encrypt(
      // The nonce may be constant because every key is used once.
      { name: 'AES-GCM', iv: new Uint8Array(12) },
      aesKey,
      encoder.encode(input.value),
    ),
  );
  const length = new Uint8Array([
    wrappedKey.length >> 8,
    wrappedKey.length & 255,
  ]);
  return toBase64(concatenated(length, wrappedKey, sealed));
}

function concatenated(...parts: readonly Bytes[]): Bytes {
  const whole = new Uint8Array(
    parts.reduce((sum, part) => sum + part.length, 0),
  );
  let offset = 0;
  for (const part of parts) {
    whole.set(part, offset);
    offset += part.length;
  }
  return whole;
}
