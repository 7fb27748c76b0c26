import { evaluateArithmetic } from './evaluateArithmetic';
import { patternSource } from './matchesPattern';
import { skipUnit } from './tokenize';

export interface ShellScope {
  get(name: string): string | undefined;
  readonly arguments: readonly string[];
  /** The output of `$(…)`, as far as it can be known. */
  substitute(command: string): string;
  /** The paths that a pattern names; none: the pattern stays as it is. */
  glob?(pattern: string): readonly string[];
  /** In assignments and the like: what is not quoted is not split at blanks either. */
  readonly isWhole?: boolean;
}

/** What a word of a command becomes: none, one or several arguments. */
export function expandWord(raw: string, scope: ShellScope): string[] {
  const fields: string[] = [];
  let field: string | undefined;
  let isPattern = false;
  const append = (text: string) => {
    field = (field ?? '') + text;
  };
  const end = () => {
    if (field !== undefined) {
      const found = isPattern ? (scope.glob?.(field) ?? []) : [];
      fields.push(...(found.length > 0 ? found : [field]));
      field = undefined;
      isPattern = false;
    }
  };
  /** Unquoted results are split at blanks. */
  const appendSplit = (text: string) => {
    const parts = text.split(/[ \t\n]+/);
    parts.forEach((part, index) => {
      if (index > 0) {
        end();
      }
      if (part !== '') {
        append(part);
      }
    });
  };
  const appendAll = (values: readonly string[]) =>
    values.forEach((value, index) => {
      if (index > 0) {
        end();
      }
      append(value);
    });

  let at = 0;
  while (at < raw.length) {
    const next = skipUnit(raw, at);
    const unit = raw.slice(at, next);
    if (unit.startsWith("'")) {
      append(unit.slice(1, -1));
    } else if (unit.startsWith('\\')) {
      append(unit.slice(1));
    } else if (unit === '"$@"') {
      appendAll(scope.arguments);
    } else if (unit.startsWith('"')) {
      append(expandText(unit.slice(1, -1), scope));
    } else if (unit.startsWith('$') || unit.startsWith('`')) {
      const [value, length] = readExpansion(raw, at, scope);
      (scope.isWhole ? append : appendSplit)(value);
      at += length;
      continue;
    } else {
      isPattern ||= unit === '*' || unit === '?';
      append(unit);
    }
    at = next;
  }
  end();
  return fields;
}

/** The inside of double quotes, or the value of an assignment without them. */
export function expandText(text: string, scope: ShellScope): string {
  let result = '';
  let at = 0;
  while (at < text.length) {
    if (text[at] === '\\' && /["\\$`]/.test(text[at + 1] ?? '')) {
      result += text[at + 1];
      at += 2;
    } else if (text[at] === '$' || text[at] === '`') {
      const [value, length] = readExpansion(text, at, scope);
      result += value;
      at += length;
    } else {
      result += text[at];
      at += 1;
    }
  }
  return result;
}

/** The value of the expansion at `at` and how many characters it takes. */
function readExpansion(
  text: string,
  at: number,
  scope: ShellScope,
): [string, number] {
  const rest = text.slice(at);
  if (rest.startsWith('$((')) {
    const unit = text.slice(at, skipUnit(text, at));
    if (unit.endsWith('))')) {
      const get = (name: string) => lookUp(name, scope);
      return [evaluateArithmetic(unit.slice(3, -2), get), unit.length];
    }
  }
  if (rest.startsWith('`') || rest.startsWith('$(') || rest.startsWith('${')) {
    const unit = text.slice(at, skipUnit(text, at));
    const inner = unit.slice(unit.startsWith('`') ? 1 : 2, -1);
    return [
      unit.startsWith('${')
        ? expandBraced(inner, scope)
        : scope.substitute(inner),
      unit.length,
    ];
  }
  const name = /^\$(\w+|[@*#?$!])/.exec(rest)?.[1];
  if (name === undefined) {
    return ['$', 1];
  }
  const digit = /^\d/.test(name) ? name[0] : name;
  return [lookUp(digit, scope) ?? '', digit.length + 1];
}

function lookUp(name: string, scope: ShellScope): string | undefined {
  if (name === '@' || name === '*') {
    return scope.arguments.join(' ');
  }
  if (name === '#') {
    return String(scope.arguments.length);
  }
  return /^[1-9]\d*$/.test(name)
    ? scope.arguments[Number(name) - 1]
    : scope.get(name);
}

function expandBraced(inner: string, scope: ShellScope): string {
  const counted = /^#(\w+)$/.exec(inner);
  if (counted) {
    return String((lookUp(counted[1], scope) ?? '').length);
  }
  const [, name = '', operator = '', word = ''] =
    /^(\w+|[@*#])(:?[-+=?]|##?|%%?|:|\/\/?)?([^]*)$/.exec(inner) ?? [];
  const value = lookUp(name, scope);
  const isSet = operator.startsWith(':') ? Boolean(value) : value !== undefined;
  switch (operator.replace(/^:(?=.)/, '')) {
    case '-':
    case '=':
      return isSet ? (value ?? '') : expandOperand(word, scope);
    case '+':
      return isSet ? expandOperand(word, scope) : '';
    case ':': {
      const [start, length] = word.split(':').map(Number);
      return (value ?? '').slice(
        start,
        length === undefined ? undefined : start + length,
      );
    }
    case '#':
    case '##':
      return trimPattern(
        value ?? '',
        expandOperand(word, scope),
        operator === '##',
        true,
      );
    case '%':
    case '%%':
      return trimPattern(
        value ?? '',
        expandOperand(word, scope),
        operator === '%%',
        false,
      );
    case '/':
    case '//': {
      const [from, to = ''] = word.split('/');
      const text = value ?? '';
      return operator === '//'
        ? text.replaceAll(from, to)
        : text.replace(from, to);
    }
    default:
      return value ?? '';
  }
}

function expandOperand(word: string, scope: ShellScope): string {
  return expandText(word.replace(/^"([^]*)"$/, '$1'), scope);
}

/** `${x#pattern}` and its relatives, where the pattern may have `*`, `?` and `[…]`. */
function trimPattern(
  value: string,
  pattern: string,
  longest: boolean,
  front: boolean,
): string {
  const source = patternSource(pattern, !longest);
  if (front) {
    return value.replace(new RegExp(`^${source}`), '');
  }
  for (let offset = 0; offset <= value.length; offset += 1) {
    const start = longest ? offset : value.length - offset;
    if (new RegExp(`^(?:${source})$`).test(value.slice(start))) {
      return value.slice(0, start);
    }
  }
  return value;
}
