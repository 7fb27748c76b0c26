import { evaluate, type Scope } from './evaluate';
import { STATUS_FUNCTIONS } from './functions';
import { calls, parseExpression } from './parse';
import { asText, isTruthy } from './values';

/** Quoted texts may hold the closing braces. */
const EXPRESSION = /\$\{\{((?:'(?:[^']|'')*'|[^'])*?)\}\}/g;

/** A text with the values of its `${{ }}`. Throws `ExpressionError`. */
export function interpolate(text: string, scope: Scope): string {
  return text.replace(EXPRESSION, (_whole, source: string) =>
    asText(evaluate(parseExpression(source), scope)),
  );
}

/** As `interpolate`, except that a text which is one expression keeps the type of its value; lists and objects are gone through. */
export function resolveValue(value: unknown, scope: Scope): unknown {
  if (typeof value === 'string') {
    const whole = new RegExp(`^\\s*${EXPRESSION.source}\\s*$`).exec(value);
    const isOne = whole && !whole[1].includes('${{');
    return isOne
      ? evaluate(parseExpression(whole[1]), scope)
      : interpolate(value, scope);
  }
  if (Array.isArray(value)) {
    return value.map(item => resolveValue(item, scope));
  }
  if (typeof value === 'object' && value !== null) {
    return Object.fromEntries(
      Object.entries(value).map(([key, item]) => [
        key,
        resolveValue(item, scope),
      ]),
    );
  }
  return value;
}

/** Decides an `if`, with or without `${{ }}`; without a status function it also wants success. */
export function decide(
  condition: string | boolean | undefined,
  scope: Scope,
): boolean {
  const text = String(condition ?? 'success()').trim();
  const inner = /^\$\{\{([^]*)\}\}$/.exec(text)?.[1] ?? text;
  const source = inner.includes('${{')
    ? `'${interpolate(text, scope).replaceAll("'", "''")}'`
    : inner;
  const node = parseExpression(source);
  const asksForStatus = calls(node, STATUS_FUNCTIONS);
  return (
    (asksForStatus || scope.standing === 'success') &&
    isTruthy(evaluate(node, scope))
  );
}
