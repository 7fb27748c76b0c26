import type { Value } from './value';

const escapes: Readonly<Record<string, string>> = {
  a: '\x07',
  b: '\b',
  f: '\f',
  n: '\n',
  r: '\r',
  t: '\t',
  v: '\v',
};

/** The text of a Go string literal in double quotes or backquotes. */
export function readString(literal: string): string {
  const inner = literal.slice(1, -1);
  return literal.startsWith('`') ? inner : unescape(inner);
}

/** The code point of a Go character literal. */
export function readCharacter(literal: string): bigint {
  return BigInt(unescape(literal.slice(1, -1)).codePointAt(0) ?? 0);
}

/** A number as Go types constants: an integer unless it has a point or an exponent. */
export function readNumber(literal: string): Value {
  const plain = literal.replace(/_/g, '').replace(/^\+/, '');
  const [, sign = '', digits = ''] = /^(-?)(.*)$/.exec(plain) ?? [];
  if (/^0[xXoObB]/.test(digits) || /^\d+$/.test(digits)) {
    const octal = /^0\d+$/.test(digits);
    const value = BigInt(octal ? `0o${digits.slice(1)}` : digits);
    return sign ? -value : value;
  }
  return Number(plain);
}

function unescape(text: string): string {
  return text.replace(
    /\\(?:x([0-9a-fA-F]{2})|u([0-9a-fA-F]{4})|U([0-9a-fA-F]{8})|([0-7]{3})|(.))/g,
    (
      _,
      hex?: string,
      short?: string,
      long?: string,
      octal?: string,
      simple?: string,
    ) => {
      if (simple !== undefined) {
        return escapes[simple] ?? simple;
      }
      const code = octal
        ? Number.parseInt(octal, 8)
        : Number.parseInt(hex ?? short ?? long ?? '', 16);
      return String.fromCodePoint(code);
    },
  );
}
