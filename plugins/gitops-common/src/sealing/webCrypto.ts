import { NotImplementedError } from '@backstage/errors';

/** Browsers offer WebCrypto on https and on loopback addresses only. */
export function subtleCrypto(): SubtleCrypto {
  const subtle = globalThis.crypto?.subtle;
  if (!subtle) {
    throw new NotImplementedError(
      'This page cannot seal secrets because its connection is not secure: open it over https',
    );
  }
  return subtle;
}
