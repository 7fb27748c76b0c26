import { isObject, type JsonObject } from '../json';

/** Values over values: maps are merged, anything else is replaced. */
export function mergeValues(below: JsonObject, above: JsonObject): JsonObject {
  const merged: Record<string, unknown> = { ...below };
  for (const [key, value] of Object.entries(above)) {
    const old = Object.hasOwn(below, key) ? below[key] : undefined;
    merged[key] =
      isObject(old) && isObject(value) ? mergeValues(old, value) : value;
  }
  return merged;
}

/** What a chart gets: its own defaults below what is asked for, in which null takes a default away. */
export function coalesceValues(
  defaults: JsonObject,
  asked: JsonObject,
): JsonObject {
  const merged: Record<string, unknown> = {};
  for (const key of new Set([
    ...Object.keys(defaults),
    ...Object.keys(asked),
  ])) {
    const [below, above] = [own(defaults, key), own(asked, key)];
    if (above === null && Object.hasOwn(defaults, key)) {
      continue;
    }
    if (isObject(below) && isObject(above)) {
      merged[key] = coalesceValues(below, above);
    } else {
      merged[key] = Object.hasOwn(asked, key) ? above : below;
    }
  }
  return merged;
}

function own(object: JsonObject, key: string): unknown {
  return Object.hasOwn(object, key) ? object[key] : undefined;
}
