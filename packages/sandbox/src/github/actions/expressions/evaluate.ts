import { callFunction } from './functions';
import type { ExpressionNode } from './parse';
import { ExpressionError } from './tokenize';
import { compare, isTruthy, looselyEqual } from './values';

/** How things stand, for `success()` and its relatives. */
export type Standing = 'success' | 'failure' | 'cancelled' | 'skipped';

export interface Scope {
  /** `github`, `env`, `needs` and so on. */
  readonly contexts: Readonly<Record<string, unknown>>;
  /** Undefined where GitHub does not offer the status functions. */
  readonly standing?: Standing;
}

/** The value of an expression. Throws `ExpressionError` for unknown names. */
export function evaluate(node: ExpressionNode, scope: Scope): unknown {
  switch (node.type) {
    case 'literal':
      return node.value;
    case 'context': {
      const found = entryOf(scope.contexts, node.name);
      if (!found) {
        throw new ExpressionError(`Unrecognized named-value: '${node.name}'`);
      }
      return found.value;
    }
    case 'index': {
      const target = evaluate(node.target, scope);
      const index = evaluate(node.index, scope);
      return node.target.type === 'all' && Array.isArray(target)
        ? target.flatMap(one => {
            const found = entryOf(one, index);
            return found ? [found.value] : [];
          })
        : (entryOf(target, index)?.value ?? null);
    }
    case 'all': {
      const target = evaluate(node.target, scope);
      return typeof target === 'object' && target !== null
        ? Object.values(target)
        : [];
    }
    case 'not':
      return !isTruthy(evaluate(node.node, scope));
    case 'call':
      return callFunction(
        node.name,
        node.args.map(arg => evaluate(arg, scope)),
        scope.standing,
      );
    default:
      return evaluateBinary(node, scope);
  }
}

function evaluateBinary(
  node: Extract<ExpressionNode, { type: 'binary' }>,
  scope: Scope,
): unknown {
  const left = evaluate(node.left, scope);
  if (node.operator === '&&' || node.operator === '||') {
    const isDecided = isTruthy(left) === (node.operator === '||');
    return isDecided ? left : evaluate(node.right, scope);
  }
  const right = evaluate(node.right, scope);
  switch (node.operator) {
    case '==':
      return looselyEqual(left, right);
    case '!=':
      return !looselyEqual(left, right);
    default:
      return compare(left, node.operator, right);
  }
}

/** Names are compared without regard to case. */
function entryOf(
  target: unknown,
  index: unknown,
): { readonly value: unknown } | undefined {
  if (Array.isArray(target)) {
    const at = Number(index);
    return at in target ? { value: target[at] } : undefined;
  }
  if (typeof target !== 'object' || target === null) {
    return undefined;
  }
  const wanted = String(index).toLowerCase();
  const found = Object.entries(target).find(
    ([key]) => key.toLowerCase() === wanted,
  );
  return found && { value: found[1] };
}
