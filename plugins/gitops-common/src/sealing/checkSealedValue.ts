import { fromBase64 } from './base64';

// RSA keys of 2048 to 8192 bits.
const rsaLengths: readonly number[] = [256, 384, 512, 768, 1024];
const gcmTagLength = 16;

/**
 * Why a text cannot be a sealed value, for people, or undefined when it has the form of one. Whether it opens only the cluster
 * can tell. The answer never repeats the text, which could be a plaintext sent by mistake.
 * @public
 */
export function checkSealedValue(text: string): string | undefined {
  const bytes = fromBase64(text);
  if (!bytes || bytes.length < 2) {
    return 'It is not sealed: base64 is expected.';
  }
  const rsaLength = bytes[0] * 256 + bytes[1];
  if (!rsaLengths.includes(rsaLength)) {
    return 'It is not sealed: it does not begin with the length of an RSA key.';
  }
  if (bytes.length < 2 + rsaLength + gcmTagLength) {
    return 'It is not sealed, or was cut short.';
  }
  return undefined;
}
