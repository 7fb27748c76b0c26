import { isList, isMap, sortedKeys, Struct, typeOf, type Value } from './value';

/** A value as `%v` prints it. */
export function format(value: Value): string {
  if (value === null || value === undefined) {
    return '<nil>';
  }
  if (isList(value)) {
    return `[${value.map(format).join(' ')}]`;
  }
  if (isMap(value)) {
    const entries = sortedKeys(value).map(
      key => `${key}:${format(value.get(key))}`,
    );
    return `map[${entries.join(' ')}]`;
  }
  if (value instanceof Struct) {
    return `{${Object.values(value.fields).map(format).join(' ')}}`;
  }
  return typeof value === 'number' ? formatFloat(value) : String(value);
}

/** A float64 as Go's `%v` prints it: with an exponent from 21 digits on, or from 7 when it has none after the point. */
export function formatFloat(value: number): string {
  if (!Number.isFinite(value)) {
    return Number.isNaN(value) ? 'NaN' : `${value > 0 ? '+' : '-'}Inf`;
  }
  const [mantissa = '0', exponent = '0'] = value.toExponential().split('e');
  const power = Number(exponent);
  if (power >= -4 && power < 6) {
    return String(value);
  }
  const digits = mantissa.replace(/[-.]/g, '').length;
  if (power >= -4 && power < 21 && digits > power + 1) {
    return String(value);
  }
  const size = String(Math.abs(power)).padStart(2, '0');
  return `${mantissa}e${power < 0 ? '-' : '+'}${size}`;
}

/** Go's `fmt.Sprint`: a space between two operands of which neither is a string. */
export function print(values: readonly Value[]): string {
  return values.reduce<string>((text, value, index) => {
    const before = values[index - 1];
    const spaced =
      index > 0 && typeof value !== 'string' && typeof before !== 'string';
    return `${text}${spaced ? ' ' : ''}${format(value)}`;
  }, '');
}

/** Go's `fmt.Sprintf`, with its words for arguments that do not fit. */
export function printf(pattern: string, values: readonly Value[]): string {
  let next = 0;
  const text = pattern.replace(
    /%([-+# 0]*)(\d+|\*)?(?:\.(\d+))?([a-zA-Z%])/g,
    (
      _,
      flags: string,
      width = '',
      precision: string | undefined,
      verb: string,
    ) => {
      if (verb === '%') {
        return '%';
      }
      const size = width === '*' ? Number(values[next++] ?? 0) : Number(width);
      if (next >= values.length) {
        return `%!${verb}(MISSING)`;
      }
      const value = values[next++];
      return pad(formatVerb(verb, value, flags, precision), size, flags);
    },
  );
  const extra = values
    .slice(next)
    .map(value => `${typeOf(value)}=${format(value)}`);
  return extra.length > 0 ? `${text}%!(EXTRA ${extra.join(', ')})` : text;
}

function formatVerb(
  verb: string,
  value: Value,
  flags: string,
  precision: string | undefined,
): string {
  const bad = () =>
    value === null || value === undefined
      ? `%!${verb}(<nil>)`
      : `%!${verb}(${typeOf(value)}=${format(value)})`;
  const plus = (text: string) =>
    flags.includes('+') && !text.startsWith('-') ? `+${text}` : text;
  const digits = precision === undefined ? undefined : Number(precision);
  switch (verb) {
    case 'v':
      return format(value);
    case 'T':
      return typeOf(value);
    case 's':
    case 'q': {
      if (isList(value)) {
        const items = value.map(item =>
          formatVerb(verb, item, flags, precision),
        );
        return `[${items.join(' ')}]`;
      }
      if (typeof value !== 'string') {
        return bad();
      }
      const text =
        digits === undefined ? value : [...value].slice(0, digits).join('');
      return verb === 'q' ? quote(text) : text;
    }
    case 't':
      return typeof value === 'boolean' ? String(value) : bad();
    case 'd':
      return typeof value === 'bigint' ? plus(String(value)) : bad();
    case 'f':
    case 'F':
      return typeof value === 'number'
        ? plus(value.toFixed(digits ?? 6))
        : bad();
    case 'g':
      return typeof value === 'number' ? plus(formatFloat(value)) : bad();
    case 'e':
      return typeof value === 'number'
        ? plus(value.toExponential(digits ?? 6).replace(/([+-])(\d)$/, '$10$2'))
        : bad();
    case 'x':
    case 'X':
    case 'o':
    case 'b':
    case 'c':
      return formatBase(verb, value) ?? bad();
    default:
      return bad();
  }
}

function formatBase(verb: string, value: Value): string | undefined {
  if (typeof value === 'string' && (verb === 'x' || verb === 'X')) {
    const hex = Buffer.from(value).toString('hex');
    return verb === 'x' ? hex : hex.toUpperCase();
  }
  if (typeof value !== 'bigint') {
    return undefined;
  }
  switch (verb) {
    case 'c':
      return String.fromCodePoint(Number(value));
    case 'o':
      return value.toString(8);
    case 'b':
      return value.toString(2);
    default: {
      const hex = value.toString(16);
      return verb === 'x' ? hex : hex.toUpperCase();
    }
  }
}

function pad(text: string, width: number, flags: string): string {
  if (flags.includes('-')) {
    return text.padEnd(width);
  }
  if (flags.includes('0') && /^[+-]?\d/.test(text)) {
    const sign = /^[+-]/.exec(text)?.[0] ?? '';
    return `${sign}${text.slice(sign.length).padStart(width - sign.length, '0')}`;
  }
  return text.padStart(width);
}

/** A text in double quotes as Go's `%q` writes it. */
export function quote(text: string): string {
  const short: Readonly<Record<string, string>> = {
    '"': '\\"',
    '\\': '\\\\',
    '\x07': '\\a',
    '\b': '\\b',
    '\f': '\\f',
    '\n': '\\n',
    '\r': '\\r',
    '\t': '\\t',
    '\v': '\\v',
  };
  const inner = text.replace(
    // eslint-disable-next-line no-control-regex -- these are the characters that Go escapes
    /["\\\x00-\x1f\x7f\u0080-\u00a0\u00ad\u2028\u2029\ufeff]/g,
    char => {
      const code = char.charCodeAt(0);
      return (
        short[char] ??
        (code < 0x80
          ? `\\x${code.toString(16).padStart(2, '0')}`
          : `\\u${code.toString(16).padStart(4, '0')}`)
      );
    },
  );
  return `"${inner}"`;
}
