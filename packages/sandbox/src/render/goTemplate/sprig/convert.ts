import { textOf } from '../builtins';
import { format } from '../format';
import { isList, isMap, typeOf, type Value, type ValueMap } from '../value';

/** Sprig's `strval`: any value as text. */
export function asText(value: Value): string {
  return typeof value === 'string' ? value : format(value);
}

/** Sprig's `toInt64`: what is no number is 0. */
export function asInteger(value: Value): bigint {
  switch (typeof value) {
    case 'bigint':
      return value;
    case 'number':
      return Number.isFinite(value) ? BigInt(Math.trunc(value)) : 0n;
    case 'boolean':
      return value ? 1n : 0n;
    case 'string': {
      const text = value.trim();
      return /^[-+]?\d+(?:\.0*)?$/.test(text)
        ? BigInt(text.replace(/^\+|\.0*$/g, ''))
        : 0n;
    }
    default:
      return 0n;
  }
}

/** Sprig's `toFloat64`. */
export function asFloat(value: Value): number {
  if (typeof value === 'string') {
    const number = value.trim() === '' ? 0 : Number(value);
    return Number.isNaN(number) ? 0 : number;
  }
  return typeof value === 'number' ? value : Number(asInteger(value));
}

/** A count or position. */
export function asIndex(value: Value): number {
  return Number(asInteger(value));
}

/** The list of an argument that has to be one. */
export function asList(value: Value): readonly Value[] {
  if (!isList(value)) {
    throw new Error(
      `wrong type for value; expected a list; got ${typeOf(value)}`,
    );
  }
  return value;
}

/** The map of an argument that has to be one. */
export function asMap(value: Value): ValueMap {
  if (!isMap(value)) {
    throw new Error(
      `wrong type for value; expected map[string]interface {}; got ${typeOf(value)}`,
    );
  }
  return value;
}

/** Any value as a list of texts; nil entries are left out. */
export function asTexts(value: Value): readonly string[] {
  if (isList(value)) {
    return value.flatMap(item =>
      item === null || item === undefined ? [] : [asText(item)],
    );
  }
  return value === null || value === undefined ? [] : [asText(value)];
}

export { textOf };
