import { isList, isMap, kindOf, Struct, typeOf, type Value } from './value';

/** `eq`: true when the first equals any of the others. Values of different kinds are an error, as in Go. */
export function equals(first: Value, ...others: readonly Value[]): boolean {
  if (others.length === 0) {
    throw new Error('missing argument for comparison');
  }
  return others.some(other => equalsOne(first, other));
}

function equalsOne(a: Value, b: Value): boolean {
  const nil = (value: Value) => value === null || value === undefined;
  if (nil(a) || nil(b)) {
    return nil(a) && nil(b);
  }
  if (kindOf(a) !== kindOf(b)) {
    throw new Error('incompatible types for comparison');
  }
  if (isList(a) || isMap(a) || a instanceof Struct) {
    throw new Error(`non-comparable type ${typeOf(a)}`);
  }
  return a === b;
}

/** `lt`: for strings and numbers of the same kind. */
export function isLess(a: Value, b: Value): boolean {
  const kinds = [kindOf(a), kindOf(b)];
  if (kinds.some(kind => !['string', 'int', 'float64'].includes(kind))) {
    throw new Error('invalid type for comparison');
  }
  if (kinds[0] !== kinds[1]) {
    throw new Error('incompatible types for comparison');
  }
  if (typeof a === 'string' && typeof b === 'string') {
    return Buffer.compare(Buffer.from(a), Buffer.from(b)) < 0;
  }
  return (a as number) < (b as number);
}

/** `deepEqual`: Go's `reflect.DeepEqual`. */
export function deepEquals(a: Value, b: Value): boolean {
  if (isList(a) && isList(b)) {
    return (
      a.length === b.length &&
      a.every((item, index) => deepEquals(item, b[index]))
    );
  }
  if (isMap(a) && isMap(b)) {
    return (
      a.size === b.size &&
      [...a].every(([key, item]) => b.has(key) && deepEquals(item, b.get(key)))
    );
  }
  return a === b || ((a ?? null) === null && (b ?? null) === null);
}
