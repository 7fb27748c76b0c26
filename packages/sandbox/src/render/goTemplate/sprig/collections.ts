import { deepEquals } from '../compare';
import {
  deepCopy,
  isList,
  isMap,
  isTrue,
  type TemplateFunction,
  type Value,
  type ValueMap,
} from '../value';
import { asIndex, asList, asMap, asText, textOf } from './convert';

const list: TemplateFunction = (...values) => values;

const dict: TemplateFunction = (...values) => {
  const map: ValueMap = new Map();
  for (let i = 0; i < values.length; i += 2) {
    map.set(
      asText(values[i]),
      values[i + 1] ?? (i + 1 < values.length ? null : ''),
    );
  }
  return map;
};

/** Sprig's `merge` (what is there wins) and `mergeOverwrite` (what comes wins), into the first map. */
function mergeInto(
  target: ValueMap,
  source: ValueMap,
  overwrite: boolean,
): ValueMap {
  for (const [key, value] of source) {
    const old = target.get(key);
    if (isMap(old) && isMap(value)) {
      mergeInto(old, value, overwrite);
    } else if (overwrite ? isTrue(value) || !target.has(key) : !isTrue(old)) {
      target.set(key, value);
    }
  }
  return target;
}

const merger =
  (overwrite: boolean): TemplateFunction =>
  (target, ...sources) =>
    sources.reduce<ValueMap>(
      (merged, source) => mergeInto(merged, asMap(deepCopy(source)), overwrite),
      asMap(target),
    );

function dig(args: readonly Value[]): Value {
  const keys = args.slice(0, -2).map(textOf);
  let value: Value = args[args.length - 1];
  for (const key of keys) {
    if (!isMap(value) || !value.has(key)) {
      return args[args.length - 2];
    }
    value = value.get(key);
  }
  return value;
}

const until = (start: number, stop: number, step: number): Value => {
  const numbers: bigint[] = [];
  if (step !== 0) {
    for (let i = start; step > 0 ? i < stop : i > stop; i += step) {
      numbers.push(BigInt(i));
    }
  }
  return numbers;
};

const has: TemplateFunction = (needle, haystack) =>
  haystack !== null && asList(haystack).some(item => deepEquals(item, needle));

/** Sprig's functions on lists and maps. */
export const collections: Readonly<Record<string, TemplateFunction>> = {
  list,
  tuple: list,
  dict,
  set: (map, key, value) => asMap(map).set(textOf(key), value),
  unset: (map, key) => {
    asMap(map).delete(textOf(key));
    return map;
  },
  get: (map, key) => asMap(map).get(textOf(key)) ?? '',
  hasKey: (map, key) => asMap(map).has(textOf(key)),
  keys: (...maps) => maps.flatMap(map => [...asMap(map).keys()].sort()),
  values: map =>
    [...asMap(map)]
      .sort(([a], [b]) => (a < b ? -1 : 1))
      .map(([, value]) => value),
  pluck: (key, ...maps) =>
    maps.flatMap(map =>
      asMap(map).has(textOf(key)) ? [asMap(map).get(textOf(key))] : [],
    ),
  pick: (map, ...keys) =>
    new Map([...asMap(map)].filter(([key]) => keys.includes(key))),
  omit: (map, ...keys) =>
    new Map([...asMap(map)].filter(([key]) => !keys.includes(key))),
  dig: (...args) => dig(args),
  merge: merger(false),
  mustMerge: merger(false),
  mergeOverwrite: merger(true),
  mustMergeOverwrite: merger(true),
  deepCopy,
  mustDeepCopy: deepCopy,
  first: value => asList(value)[0] ?? null,
  last: value => asList(value).at(-1) ?? null,
  rest: value => asList(value).slice(1),
  initial: value => asList(value).slice(0, -1),
  append: (value, item) => [...asList(value), item],
  prepend: (value, item) => [item, ...asList(value)],
  concat: (...lists) => lists.flatMap(asList),
  reverse: value => [...asList(value)].reverse(),
  uniq: value =>
    asList(value).filter(
      (item, index, all) =>
        all.findIndex(other => deepEquals(other, item)) === index,
    ),
  without: (value, ...unwanted) =>
    asList(value).filter(
      item => !unwanted.some(other => deepEquals(other, item)),
    ),
  compact: value => asList(value).filter(isTrue),
  has,
  mustHas: has,
  chunk: (size, value) => {
    const [length, items] = [asIndex(size), asList(value)];
    return Array.from(
      { length: Math.ceil(items.length / length) },
      (_, index) => items.slice(index * length, (index + 1) * length),
    );
  },
  until: count => until(0, asIndex(count), asIndex(count) < 0 ? -1 : 1),
  untilStep: (start, stop, step) =>
    until(asIndex(start), asIndex(stop), asIndex(step)),
  seq: (...args) => {
    const [a = 1, b, c] = args.map(asIndex);
    const [start, end] = b === undefined ? [1, a] : [a, c ?? b];
    const step = c === undefined ? Math.sign(end - start) || 1 : (b ?? 1);
    const numbers = until(start, end + Math.sign(step), step);
    return isList(numbers) ? numbers.join(' ') : '';
  },
};
