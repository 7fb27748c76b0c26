import type { Bytes } from './base64';

/** One element of DER (X.690): its tag, its content, and the whole of it. */
export interface DerElement {
  readonly tag: number;
  readonly content: Bytes;
  readonly whole: Bytes;
}

/** Tags that a certificate's outline is made of. */
export const derTags = {
  integer: 0x02,
  sequence: 0x30,
  utcTime: 0x17,
  generalizedTime: 0x18,
  explicit0: 0xa0,
} as const;

/** The elements that stand one after the other in `bytes`. Throws `RangeError` where they do not fit. */
export function readDer(bytes: Bytes): readonly DerElement[] {
  const elements: DerElement[] = [];
  let offset = 0;
  while (offset < bytes.length) {
    const { start, end } = contentOf(bytes, offset);
    elements.push({
      tag: bytes[offset],
      content: bytes.subarray(start, end),
      whole: bytes.subarray(offset, end),
    });
    offset = end;
  }
  return elements;
}

function contentOf(
  bytes: Bytes,
  offset: number,
): { readonly start: number; readonly end: number } {
  const first = bytes.at(offset + 1);
  if (first === undefined) {
    throw new RangeError('DER ends within a length');
  }
  const lengthBytes = first < 0x80 ? 0 : first - 0x80;
  const start = offset + 2 + lengthBytes;
  // Four bytes are 4 GiB; zero is BER's indefinite length.
  if (first === 0x80 || lengthBytes > 4 || start > bytes.length) {
    throw new RangeError('DER has no such length');
  }
  const length =
    lengthBytes === 0
      ? first
      : bytes
          .subarray(offset + 2, start)
          .reduce((sum, byte) => sum * 256 + byte, 0);
  if (start + length > bytes.length) {
    throw new RangeError('DER ends within an element');
  }
  return { start, end: start + length };
}

/** UTCTime or GeneralizedTime in the form that RFC 5280 prescribes, as ISO 8601. */
export function readDerTime(element: DerElement): string {
  const text = new TextDecoder().decode(element.content);
  const match = /^(\d{2}|\d{4})(\d{2})(\d{2})(\d{2})(\d{2})(\d{2})Z$/.exec(
    text,
  );
  const isShort = element.tag === derTags.utcTime;
  if (!match || (match[1].length === 2) !== isShort) {
    throw new RangeError('DER has no such time');
  }
  const [, year, month, day, hour, minute, second] = match;
  // RFC 5280, 4.1.2.5.1: two digits from 50 on are of the last century.
  const century = Number(year) >= 50 ? '19' : '20';
  const fullYear = isShort ? `${century}${year}` : year;
  return `${fullYear}-${month}-${day}T${hour}:${minute}:${second}Z`;
}
