/** `false`, `0`, `''`, `null` and what is no number are false, as GitHub documents. */
export function isTruthy(value: unknown): boolean {
  return (
    value !== undefined &&
    value !== null &&
    value !== false &&
    value !== '' &&
    value !== 0 &&
    !Number.isNaN(value)
  );
}

/** How a value stands in a text. */
export function asText(value: unknown): string {
  if (value === null || value === undefined) {
    return '';
  }
  if (typeof value === 'object') {
    return Array.isArray(value) ? 'Array' : 'Object';
  }
  return String(value);
}

/** Texts without regard to case; values of different types as numbers; lists and objects only to themselves. */
export function looselyEqual(left: unknown, right: unknown): boolean {
  if (typeof left === 'string' && typeof right === 'string') {
    return left.toLowerCase() === right.toLowerCase();
  }
  if (isComposite(left) || isComposite(right)) {
    return left === right;
  }
  return typeof left === typeof right
    ? left === right
    : asNumber(left) === asNumber(right);
}

export function compare(
  left: unknown,
  operator: string,
  right: unknown,
): boolean {
  const areTexts = typeof left === 'string' && typeof right === 'string';
  const [a, b] = areTexts
    ? [left.toLowerCase(), right.toLowerCase()]
    : [asNumber(left), asNumber(right)];
  switch (operator) {
    case '<':
      return a < b;
    case '<=':
      return a <= b;
    case '>':
      return a > b;
    default:
      return a >= b;
  }
}

function isComposite(value: unknown): boolean {
  return typeof value === 'object' && value !== null;
}

function asNumber(value: unknown): number {
  return isComposite(value) ? Number.NaN : Number(value ?? 0);
}
