import { UNKNOWN } from './unknownText';

const TOKEN = /\s*(\d+|\w+|[<>=!]=|&&|\|\||[-+*/%()<>])/y;

const OPERATORS: readonly Readonly<
  Record<string, (a: number, b: number) => number>
>[] = [
  { '||': (a, b) => Number(Boolean(a || b)) },
  { '&&': (a, b) => Number(Boolean(a && b)) },
  { '==': (a, b) => Number(a === b), '!=': (a, b) => Number(a !== b) },
  {
    '<': (a, b) => Number(a < b),
    '>': (a, b) => Number(a > b),
    '<=': (a, b) => Number(a <= b),
    '>=': (a, b) => Number(a >= b),
  },
  { '+': (a, b) => a + b, '-': (a, b) => a - b },
  {
    '*': (a, b) => a * b,
    '/': (a, b) => Math.trunc(a / b),
    '%': (a, b) => a % b,
  },
];

/** The inside of `$((…))`: whole numbers, variables and the usual operators. What it cannot read is unknown. */
export function evaluateArithmetic(
  source: string,
  variable: (name: string) => string | undefined,
): string {
  const tokens: string[] = [];
  TOKEN.lastIndex = 0;
  const text = source.trim().replace(/\$\{?(\w+)\}?/g, '$1');
  while (TOKEN.lastIndex < text.length) {
    const found = TOKEN.exec(text);
    if (!found) {
      return UNKNOWN;
    }
    tokens.push(found[1]);
  }
  let at = 0;

  function operand(): number {
    const token = tokens[at] ?? '';
    at += 1;
    if (token === '-') {
      return -operand();
    }
    if (token === '(') {
      const value = binary(0);
      at += 1;
      return value;
    }
    return Number(/^\d/.test(token) ? token : (variable(token) ?? 0));
  }
  function binary(level: number): number {
    if (level === OPERATORS.length) {
      return operand();
    }
    let left = binary(level + 1);
    for (;;) {
      const act = OPERATORS[level][tokens[at] ?? ''];
      if (!act) {
        return left;
      }
      at += 1;
      left = act(left, binary(level + 1));
    }
  }

  const value = binary(0);
  return Number.isFinite(value) && at >= tokens.length
    ? String(value)
    : UNKNOWN;
}
