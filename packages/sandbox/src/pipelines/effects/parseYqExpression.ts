import type { YamlAssignment, YamlStep } from './model';

/**
 * Reads the assignments of a `yq -i` expression: paths, `select(.key == value)`, and `strenv`, `env` or literals on the right.
 * Undefined for an expression that does more than that.
 */
export function parseYqExpression(
  expression: string,
  variable: (name: string) => string | undefined,
): YamlAssignment[] | undefined {
  const assignments: YamlAssignment[] = [];
  for (const statement of splitAtTop(expression, '|')) {
    const [left, right, ...more] = splitAtTop(statement, '=');
    if (right === undefined || more.length > 0) {
      return undefined;
    }
    const value = parseValue(right.trim(), variable);
    const path = parsePath(left.trim().replace(/\|$/, '').trim(), variable);
    if (value === undefined || !path || path.length === 0) {
      return undefined;
    }
    assignments.push({ path, value });
  }
  return assignments;
}

function parsePath(
  source: string,
  variable: (name: string) => string | undefined,
): YamlStep[] | undefined {
  const inner = /^\(([^]*)\)$/.exec(source)?.[1] ?? source;
  const steps: YamlStep[] = [];
  for (const part of splitAtTop(inner, '|').map(text => text.trim())) {
    let rest = part.replace(/^\(([^]*)\)/, '$1');
    while (rest !== '') {
      const select =
        /^\[?\]?\s*\.?select\(\s*\.(\w+)\s*==\s*([^)]*\)?)\s*\)/.exec(rest);
      const key = /^\.?(?:(\w[\w-]*)|\.?"([^"]+)"|\["([^"]+)"\])/.exec(rest);
      const index = /^\.?\[(\d+)\]/.exec(rest);
      const each = /^\.?\[\]/.exec(rest);
      if (select) {
        const value = parseValue(select[2].trim(), variable);
        if (value === undefined) {
          return undefined;
        }
        steps.push({ type: 'where', key: select[1], value: String(value) });
        rest = rest.slice(select[0].length);
      } else if (index) {
        steps.push({ type: 'index', index: Number(index[1]) });
        rest = rest.slice(index[0].length);
      } else if (each) {
        // `[]` says only that a select follows
        rest = rest.slice(each[0].length);
      } else if (key) {
        steps.push({ type: 'key', key: key[1] ?? key[2] ?? key[3] });
        rest = rest.slice(key[0].length);
      } else {
        return undefined;
      }
    }
  }
  return steps;
}

function parseValue(
  source: string,
  variable: (name: string) => string | undefined,
): string | number | boolean | undefined {
  const env = /^(str)?env\((\w+)\)$/.exec(source);
  if (env) {
    const value = variable(env[2]) ?? '';
    return env[1] ? value : parsePlain(value);
  }
  const quoted = /^"((?:[^"\\]|\\.)*)"$/.exec(source);
  if (quoted) {
    return quoted[1].replace(/\\(.)/g, '$1');
  }
  const plain = parsePlain(source);
  return typeof plain === 'string' ? undefined : plain;
}

function parsePlain(text: string): string | number | boolean {
  if (text === 'true' || text === 'false') {
    return text === 'true';
  }
  return /^-?(0|[1-9]\d*)(\.\d+)?$/.test(text) ? Number(text) : text;
}

/** Splits outside of parentheses, brackets and quotes; `==`, `|=` and `!=` are one sign. */
function splitAtTop(text: string, separator: '|' | '='): string[] {
  const parts: string[] = [];
  let depth = 0;
  let quoted = false;
  let start = 0;
  for (let at = 0; at < text.length; at += 1) {
    const char = text[at];
    if (char === '"' && text[at - 1] !== '\\') {
      quoted = !quoted;
    } else if (!quoted && (char === '(' || char === '[')) {
      depth += 1;
    } else if (!quoted && (char === ')' || char === ']')) {
      depth -= 1;
    } else if (!quoted && depth === 0 && char === separator) {
      const twin =
        separator === '='
          ? text[at + 1] === '=' || text[at - 1] === '='
          : text[at + 1] === '=';
      if (!twin) {
        parts.push(text.slice(start, at));
        start = at + 1;
      }
    }
  }
  parts.push(text.slice(start));
  return parts;
}
