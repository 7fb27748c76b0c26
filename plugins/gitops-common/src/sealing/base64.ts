/** Bytes in a buffer of their own, as WebCrypto wants them. */
export type Bytes = Uint8Array<ArrayBuffer>;

// Small pieces, because a call cannot take any number of arguments.
const pieceLength = 4096;

/** Standard base64 with padding. */
export function toBase64(bytes: Bytes): string {
  let binary = '';
  for (let start = 0; start < bytes.length; start += pieceLength) {
    binary += String.fromCharCode(
      ...bytes.subarray(start, start + pieceLength),
    );
  }
  return btoa(binary);
}

/** Undefined for what is not standard base64 with padding; white space is skipped. */
export function fromBase64(text: string): Bytes | undefined {
  const compact = text.replace(/\s+/g, '');
  if (compact.length % 4 !== 0 || !/^[A-Za-z0-9+/]*={0,2}$/.test(compact)) {
    return undefined;
  }
  return Uint8Array.from(atob(compact), character => character.charCodeAt(0));
}
