export { decide, interpolate, resolveValue } from './interpolate';
export type { Scope, Standing } from './evaluate';
export { ExpressionError } from './tokenize';
export { asText, isTruthy } from './values';
