import { formatFloat } from './format';
import {
  isList,
  isMap,
  toJson,
  toValue,
  type Value,
  type ValueMap,
} from './value';
import { plainMeansSomethingElse } from './yamlScalars';

const width = 80;

/**
 * YAML as Go's `sigs.k8s.io/yaml` writes it, to the character: templates take checksums of it. Keys sorted, lists not indented,
 * lines broken after 80 columns.
 */
export function goYaml(value: Value): string {
  return block(toValue(toJson(value)), 0, 0, 'root');
}

/** A node after `key:` or `-`; `indent` is where its parent's keys begin, `column` where it is. */
function block(
  value: Value,
  indent: number,
  column: number,
  place: 'root' | 'key' | 'item',
): string {
  if (isMap(value) && value.size > 0) {
    const inner = place === 'root' ? indent : indent + 2;
    const lines = goKeys(value).map(key => {
      const name = scalar(key, inner, inner, true);
      return `${name}:${block(value.get(key), inner, inner + name.length + 1, 'key')}`;
    });
    return joined(lines, inner, place);
  }
  if (isList(value) && value.length > 0) {
    const inner = place === 'item' ? indent + 2 : indent;
    const lines = value.map(
      item => `-${block(item, inner, inner + 1, 'item')}`,
    );
    return joined(lines, inner, place);
  }
  const space = place === 'root' ? '' : ' ';
  return `${space}${leaf(value, indent, column + space.length)}\n`;
}

/** The first line of a list's item stands behind its dash. */
function joined(
  lines: readonly string[],
  indent: number,
  place: 'root' | 'key' | 'item',
): string {
  const margin = ' '.repeat(indent);
  const [first = '', ...rest] = lines;
  const start = { root: margin, key: `\n${margin}`, item: ' ' }[place];
  return [`${start}${first}`, ...rest.map(line => `${margin}${line}`)].join('');
}

function leaf(value: Value, indent: number, column: number): string {
  if (isMap(value)) {
    return '{}';
  }
  if (isList(value)) {
    return '[]';
  }
  switch (typeof value) {
    case 'string':
      return scalar(value, indent, column, false);
    case 'number':
      return Number.isInteger(value) && Math.abs(value) < 1e21
        ? String(value)
        : formatFloat(value);
    default:
      return String(value ?? null);
  }
}

function scalar(
  text: string,
  indent: number,
  column: number,
  isKey: boolean,
): string {
  const traits = analyze(text);
  if (text.includes('\n') && !isKey && traits.block) {
    return literal(text, indent + 2);
  }
  if (!text.includes('\n') && plainMeansSomethingElse(text)) {
    return doubleQuoted(text, indent, column, isKey);
  }
  const breakAt = (quoted: string, start: number) =>
    isKey ? quoted : folded(quoted, indent + 2, start);
  if (traits.plain && text !== '' && !text.includes('\n')) {
    return breakAt(text, column);
  }
  return traits.single && !text.includes('\n')
    ? breakAt(`'${text.replace(/'/g, "''")}'`, column)
    : doubleQuoted(text, indent, column, isKey);
}

/** Which styles a text may have: libyaml's `yaml_emitter_analyze_scalar`, for texts in blocks. */
function analyze(text: string): {
  readonly plain: boolean;
  readonly single: boolean;
  readonly block: boolean;
} {
  const special =
    // eslint-disable-next-line no-control-regex -- what go-yaml calls not printable
    /[\x00-\x09\x0b-\x1f\x7f-\x84\x86-\x9f\ud800-\udfff\ufeff\ufffe\uffff]/.test(
      text,
    ) || / \n/.test(text);
  const indicators =
    /^(?:---|\.\.\.)/.test(text) ||
    /^[#,[\]{}&*!|>'"%@`]/.test(text) ||
    /^[?:-](?:\s|$)/.test(text) ||
    /:(?:\s|$)/.test(text) ||
    /\s#/.test(text);
  return {
    plain: !special && !indicators && !/^\s|\s$/.test(text),
    single: !special && !/\n /.test(text),
    block: !special && !/ $/.test(text),
  };
}

function literal(text: string, indent: number): string {
  const hint = /^[ \n]/.test(text) ? '2' : '';
  let chomp = '-';
  if (text.endsWith('\n')) {
    chomp = text === '\n' || text.endsWith('\n\n') ? '+' : '';
  }
  const lines = text
    .replace(/\n$/, '')
    .split('\n')
    .map(line => (line === '' ? '' : `${' '.repeat(indent)}${line}`));
  return `|${hint}${chomp}\n${lines.join('\n')}`;
}

/** Breaks a line at the first single space after the width. */
function folded(text: string, indent: number, start: number): string {
  let column = start;
  let result = '';
  for (let i = 0; i < text.length; i++) {
    const lonely =
      text[i] === ' ' && text[i - 1] !== ' ' && text[i + 1] !== ' ';
    if (lonely && column > width && i > 0 && i < text.length - 1) {
      result += `\n${' '.repeat(indent)}`;
      column = indent;
    } else {
      result += text[i];
      column += 1;
    }
  }
  return result;
}

function doubleQuoted(
  text: string,
  indent: number,
  column: number,
  isKey: boolean,
): string {
  const short: Readonly<Record<string, string>> = {
    '"': '\\"',
    '\\': '\\\\',
    '\0': '\\0',
    '\x07': '\\a',
    '\b': '\\b',
    '\t': '\\t',
    '\n': '\\n',
    '\v': '\\v',
    '\f': '\\f',
    '\r': '\\r',
    '\x1b': '\\e',
    '\x85': '\\N',
    '\ufeff': '\\uFEFF',
  };
  const escaped = text.replace(
    // eslint-disable-next-line no-control-regex -- what YAML calls not printable
    /["\\\x00-\x1f\x7f-\x9f\ufeff]|[\ud800-\udbff][\udc00-\udfff]/g,
    char => {
      const code = (char.codePointAt(0) ?? 0).toString(16).toUpperCase();
      const long = `\\U${code.padStart(8, '0')}`;
      return (
        short[char] ?? (char.length > 1 ? long : `\\x${code.padStart(2, '0')}`)
      );
    },
  );
  const quoted = `"${escaped}"`;
  return isKey ? quoted : folded(quoted, indent + 2, column);
}

/** Keys in go-yaml's order: letters after other characters, numbers by their value. */
function goKeys(map: ValueMap): readonly string[] {
  return [...map.keys()].sort((a, b) => (isKeyLess(a, b) ? -1 : 1));
}

function isKeyLess(a: string, b: string): boolean {
  const length = Math.min(a.length, b.length);
  const at = [...a.slice(0, length)].findIndex(
    (char, index) => char !== b[index],
  );
  if (at < 0) {
    return a.length < b.length;
  }
  const [x = '', y = ''] = [a[at], b[at]];
  const letters = [/\p{L}/u.test(x), /\p{L}/u.test(y)];
  if (letters[0] && letters[1]) {
    return x < y;
  }
  if (letters[0] || letters[1]) {
    return letters[1] === true;
  }
  const digits = /\d*$/.exec(a.slice(0, at))?.[0] ?? '';
  const inNumber = (x === '0' || y === '0') && /[1-9]/.test(digits) ? '1' : '';
  const [runA = '', runB = ''] = [a, b].map(
    key => /^\d*/.exec(key.slice(at))?.[0] ?? '',
  );
  const [numberA, numberB] = [
    BigInt(`${inNumber}${runA}` || '0'),
    BigInt(`${inNumber}${runB}` || '0'),
  ];
  if (numberA !== numberB) {
    return numberA < numberB;
  }
  return runA.length === runB.length ? x < y : runA.length < runB.length;
}
