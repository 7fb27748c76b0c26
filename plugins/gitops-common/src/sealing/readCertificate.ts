import { InputError } from '@backstage/errors';
import { type Bytes, fromBase64 } from './base64';
import { type DerElement, derTags, readDer, readDerTime } from './der';
import { subtleCrypto } from './webCrypto';

/** What sealing needs of a certificate. Times are ISO 8601. @public */
export interface SealingKey {
  readonly publicKey: CryptoKey;
  /** SHA-256 of the DER, lower-case hexadecimal. */
  readonly fingerprint: string;
  readonly notBefore: string;
  readonly notAfter: string;
}

/**
 * Reads the first certificate of a PEM text. Validity is reported, not judged. Throws `InputError` for what is not an X.509
 * certificate with an RSA key, and `NotImplementedError` in a browser whose connection is not secure.
 * @public
 */
export async function readCertificate(pem: string): Promise<SealingKey> {
  const der = derOf(pem);
  const { spki, notBefore, notAfter } = outlineOf(der);
  const subtle = subtleCrypto();
  let publicKey: CryptoKey;
  try {
    publicKey = await subtle.importKey(
      'spki',
      spki,
      { name: 'RSA-OAEP', hash: 'SHA-256' },
      true,
      ['encrypt'],
    );
  } catch (error) {
    throw new InputError('Not a certificate with an RSA key', error);
  }
  const digest = new Uint8Array(await subtle.digest('SHA-256', der));
  const fingerprint = [...digest]
    .map(byte => byte.toString(16).padStart(2, '0'))
    .join('');
  return { publicKey, fingerprint, notBefore, notAfter };
}

function derOf(pem: string): Bytes {
  const body =
    /-----BEGIN CERTIFICATE-----([\s\S]*?)-----END CERTIFICATE-----/.exec(
      pem,
    )?.[1];
  const der = body && fromBase64(body);
  if (!der || der.length === 0) {
    throw new InputError(
      'Not a certificate: a PEM block “BEGIN CERTIFICATE” is expected',
    );
  }
  return der;
}

// RFC 5280, 4.1: Certificate and TBSCertificate.
function outlineOf(der: Bytes): {
  readonly spki: Bytes;
  readonly notBefore: string;
  readonly notAfter: string;
} {
  try {
    const [certificate] = readDer(der);
    const [toBeSigned] = childrenOf(certificate);
    const fields = childrenOf(toBeSigned).filter(
      field => field.tag !== derTags.explicit0,
    );
    const [, , , validity, , subjectPublicKeyInfo] = fields;
    const [notBefore, notAfter] = childrenOf(validity).map(readDerTime);
    childrenOf(subjectPublicKeyInfo);
    if (!notBefore || !notAfter) {
      throw new RangeError('No validity');
    }
    return { spki: subjectPublicKeyInfo.whole, notBefore, notAfter };
  } catch (error) {
    throw new InputError('Not a certificate: its encoding is broken', error);
  }
}

function childrenOf(element: DerElement | undefined): readonly DerElement[] {
  if (element?.tag !== derTags.sequence) {
    throw new RangeError('A sequence is expected');
  }
  return readDer(element.content);
}
