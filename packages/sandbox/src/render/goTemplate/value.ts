import { isObject } from '../json';

/** A function of a template. A thrown error becomes `error calling NAME: …`. */
export type TemplateFunction = (...args: readonly Value[]) => Value;

/**
 * A Go value. Integers are `bigint` and floating-point numbers `number`, because Go's templates print and compare them differently;
 * what was read from YAML is always the latter. A map may be changed by `set`.
 */
export type Value =
  | null
  | undefined
  | boolean
  | string
  | bigint
  | number
  | readonly Value[]
  | ValueMap
  | Struct;

/** A Go map with string keys. `undefined` as a value does not occur. */
export type ValueMap = Map<string, Value>;

/** A Go value with fields and methods that are fixed: unlike with a map, asking for another one is an error. */
export class Struct {
  constructor(
    readonly typeName: string,
    readonly fields: Readonly<Record<string, Value>>,
    readonly methods: Readonly<Record<string, TemplateFunction>> = {},
    /** What `range` goes over, for structs that are collections. */
    readonly items: ValueMap = new Map(),
  ) {}
}

/** True for Go maps. */
export function isMap(value: Value): value is ValueMap {
  return value instanceof Map;
}

/** True for Go slices. */
export function isList(value: Value): value is readonly Value[] {
  return Array.isArray(value);
}

/** Keys in the order in which Go's templates visit them. */
export function sortedKeys(map: ValueMap): readonly string[] {
  return [...map.keys()].sort((a, b) =>
    Buffer.compare(Buffer.from(a), Buffer.from(b)),
  );
}

/** JSON as a Go value: every number is a float64, as Helm reads it. */
export function toValue(json: unknown): Value {
  if (Array.isArray(json)) {
    return json.map(toValue);
  }
  if (isObject(json)) {
    return new Map(
      Object.entries(json).map(([key, value]) => [key, toValue(value)]),
    );
  }
  switch (typeof json) {
    case 'string':
    case 'number':
    case 'boolean':
    case 'bigint':
      return json;
    default:
      return null;
  }
}

/** A Go value as JSON, keys sorted; a struct by its fields. */
export function toJson(value: Value): unknown {
  if (isList(value)) {
    return value.map(toJson);
  }
  if (isMap(value)) {
    return Object.fromEntries(
      sortedKeys(value).map(key => [key, toJson(value.get(key))]),
    );
  }
  if (value instanceof Struct) {
    return toJson(new Map(Object.entries(value.fields)));
  }
  return typeof value === 'bigint' ? Number(value) : (value ?? null);
}

/** A copy that shares nothing which `set` could change. */
export function deepCopy(value: Value): Value {
  if (isList(value)) {
    return value.map(deepCopy);
  }
  if (isMap(value)) {
    return new Map([...value].map(([key, item]) => [key, deepCopy(item)]));
  }
  return value;
}

/** What `if` asks: false for what Go calls empty. */
export function isTrue(value: Value): boolean {
  if (isList(value)) {
    return value.length > 0;
  }
  if (isMap(value)) {
    return value.size > 0;
  }
  return Boolean(value);
}

/** The kind that Go's reflection names, for example `float64`. */
export function kindOf(value: Value): string {
  if (value === null || value === undefined) {
    return 'invalid';
  }
  if (isList(value)) {
    return 'slice';
  }
  if (isMap(value)) {
    return 'map';
  }
  switch (typeof value) {
    case 'string':
      return 'string';
    case 'boolean':
      return 'bool';
    case 'bigint':
      return 'int';
    case 'number':
      return 'float64';
    default:
      return 'struct';
  }
}

/** The type that `%T` would print. */
export function typeOf(value: Value): string {
  if (value instanceof Struct) {
    return value.typeName;
  }
  switch (kindOf(value)) {
    case 'invalid':
      return '<nil>';
    case 'slice':
      return '[]interface {}';
    case 'map':
      return 'map[string]interface {}';
    default:
      return kindOf(value);
  }
}
