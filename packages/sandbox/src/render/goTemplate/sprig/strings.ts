import { quote } from '../format';
import { toValue, type TemplateFunction, type Value } from '../value';
import { asIndex, asText, asTexts, textOf } from './convert';

const indent: TemplateFunction = (spaces, text) => {
  const margin = ' '.repeat(asIndex(spaces));
  return `${margin}${textOf(text).replace(/\n/g, `\n${margin}`)}`;
};

const title = (text: string) =>
  text.replace(
    /(^|[\s-])(\p{L})/gu,
    (_, before: string, char: string) => `${before}${char.toUpperCase()}`,
  );

/** Bytes, as Go counts. */
function bytes(text: string, from: number, to?: number): string {
  return Buffer.from(text).subarray(from, to).toString();
}

function truncate(length: number, text: string): string {
  const size = Buffer.byteLength(text);
  if (length < 0) {
    return size + length > 0 ? bytes(text, size + length) : text;
  }
  return size > length ? bytes(text, 0, length) : text;
}

function trimSet(text: string, cutset: string, ends: string): string {
  const set = `[${cutset.replace(/[\]\\^-]/g, '\\$&')}]+`;
  const left = ends.includes('l')
    ? text.replace(new RegExp(`^${set}`, 'u'), '')
    : text;
  return ends.includes('r')
    ? left.replace(new RegExp(`${set}$`, 'u'), '')
    : left;
}

function words(text: string): readonly string[] {
  return text
    .replace(/([\p{Ll}\d])(\p{Lu})/gu, '$1 $2')
    .replace(/(\p{Lu})(\p{Lu}\p{Ll})/gu, '$1 $2')
    .split(/[\s_.-]+/)
    .filter(word => word !== '');
}

/** Go's regular expressions are nearly JavaScript's; flags in front are the usual difference. */
function pattern(source: Value, flags = ''): RegExp {
  const [, inline = '', rest = ''] =
    /^(?:\(\?([ims]+)\))?([\s\S]*)$/.exec(textOf(source)) ?? [];
  return new RegExp(
    rest.replace(/\\z/g, '$').replace(/\(\?P</g, '(?<'),
    `u${flags}${inline}`,
  );
}

const goReplacement = (text: Value) =>
  textOf(text).replace(
    /\$(?:\{(\w+)\}|(\d))/g,
    (_, named?: string, digit?: string) => {
      const name = named ?? digit ?? '';
      if (name === '0') {
        return '$&';
      }
      return /^\d+$/.test(name) ? `$${name}` : `$<${name}>`;
    },
  );

/** Sprig's functions on texts. */
export const strings: Readonly<Record<string, TemplateFunction>> = {
  quote: (...values) =>
    values
      .filter(value => value !== null)
      .map(value => quote(asText(value)))
      .join(' '),
  squote: (...values) =>
    values
      .filter(value => value !== null)
      .map(value => `'${asText(value)}'`)
      .join(' '),
  indent,
  nindent: (spaces, text) => `\n${String(indent(spaces, text))}`,
  trim: text => textOf(text).trim(),
  trimAll: (cutset, text) => trimSet(textOf(text), textOf(cutset), 'lr'),
  trimall: (cutset, text) => trimSet(textOf(text), textOf(cutset), 'lr'),
  trimSuffix: (suffix, text) =>
    textOf(suffix) !== '' && textOf(text).endsWith(textOf(suffix))
      ? textOf(text).slice(0, -textOf(suffix).length)
      : textOf(text),
  trimPrefix: (prefix, text) =>
    textOf(text).startsWith(textOf(prefix))
      ? textOf(text).slice(textOf(prefix).length)
      : textOf(text),
  nospace: text => textOf(text).replace(/\s/g, ''),
  upper: text => textOf(text).toUpperCase(),
  lower: text => textOf(text).toLowerCase(),
  title: text => title(textOf(text)),
  untitle: text =>
    textOf(text).replace(
      /(^|\s)(\p{L})/gu,
      (_, before: string, char: string) => `${before}${char.toLowerCase()}`,
    ),
  camelcase: text =>
    words(textOf(text))
      .map(word => title(word.toLowerCase()))
      .join(''),
  kebabcase: text => words(textOf(text)).join('-').toLowerCase(),
  snakecase: text => words(textOf(text)).join('_').toLowerCase(),
  repeat: (count, text) => textOf(text).repeat(Math.max(0, asIndex(count))),
  substr: (start, end, text) => {
    const [from, to] = [asIndex(start), asIndex(end)];
    return bytes(
      textOf(text),
      Math.max(0, from),
      to < 0 || to > Buffer.byteLength(textOf(text)) ? undefined : to,
    );
  },
  trunc: (length, text) => truncate(asIndex(length), textOf(text)),
  abbrev: (width, text) => {
    const [size, full] = [asIndex(width), textOf(text)];
    return size < 4 || full.length <= size
      ? full
      : `${full.slice(0, size - 3)}...`;
  },
  contains: (part, text) => textOf(text).includes(textOf(part)),
  hasPrefix: (prefix, text) => textOf(text).startsWith(textOf(prefix)),
  hasSuffix: (suffix, text) => textOf(text).endsWith(textOf(suffix)),
  replace: (old, next, text) =>
    textOf(text).split(textOf(old)).join(textOf(next)),
  cat: (...values) =>
    values
      .filter(value => value !== null)
      .map(asText)
      .join(' '),
  plural: (one, many, count) =>
    asIndex(count) === 1 ? textOf(one) : textOf(many),
  join: (separator, list) => asTexts(list).join(textOf(separator)),
  split: (separator, text) =>
    toValue(
      Object.fromEntries(
        textOf(text)
          .split(textOf(separator))
          .map((part, index) => [`_${index}`, part]),
      ),
    ),
  splitn: (separator, count, text) => {
    const parts = textOf(text).split(textOf(separator));
    const limit = asIndex(count);
    const kept =
      parts.length > limit
        ? [
            ...parts.slice(0, limit - 1),
            parts.slice(limit - 1).join(textOf(separator)),
          ]
        : parts;
    return toValue(
      Object.fromEntries(kept.map((part, index) => [`_${index}`, part])),
    );
  },
  splitList: (separator, text) => textOf(text).split(textOf(separator)),
  sortAlpha: list => [...asTexts(list)].sort(),
  toStrings: list => asTexts(list),
  toString: asText,
  regexMatch: (source, text) => pattern(source).test(textOf(text)),
  regexFind: (source, text) => pattern(source).exec(textOf(text))?.[0] ?? '',
  regexFindAll: (source, text, limit) => {
    const found = [...textOf(text).matchAll(pattern(source, 'g'))].map(
      ([match]) => match,
    );
    return asIndex(limit) < 0 ? found : found.slice(0, asIndex(limit));
  },
  regexReplaceAll: (source, text, replacement) =>
    textOf(text).replace(pattern(source, 'g'), goReplacement(replacement)),
  regexReplaceAllLiteral: (source, text, replacement) =>
    textOf(text).replace(pattern(source, 'g'), () => textOf(replacement)),
  regexSplit: (source, text) => textOf(text).split(pattern(source)),
  regexQuoteMeta: text => textOf(text).replace(/[\\.+*?()|[\]{}^$]/g, '\\$&'),
};
