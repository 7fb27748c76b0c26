import { equals, isLess } from './compare';
import { format, print, printf } from './format';
import {
  isList,
  isMap,
  isTrue,
  Struct,
  typeOf,
  type TemplateFunction,
  type Value,
} from './value';

/** The text of an argument that has to be a string, in Go's words when it is none. */
export function textOf(value: Value): string {
  if (typeof value !== 'string') {
    throw new Error(
      `wrong type for value; expected string; got ${typeOf(value) === '<nil>' ? 'interface {}' : typeOf(value)}`,
    );
  }
  return value;
}

/** The functions of Go's `text/template`. `and` and `or` are not among them: they do not evaluate all of their arguments. */
export const builtins: Readonly<Record<string, TemplateFunction>> = {
  not: value => !isTrue(value),
  eq: equals,
  ne: (a, b) => !equals(a, b),
  lt: isLess,
  le: (a, b) => isLess(a, b) || equals(a, b),
  gt: (a, b) => isLess(b, a),
  ge: (a, b) => isLess(b, a) || equals(a, b),
  len: length,
  index: (collection, ...keys) => keys.reduce(indexOne, collection),
  slice: (collection, from = 0n, to) =>
    isList(collection)
      ? collection.slice(
          Number(from),
          to === undefined ? undefined : Number(to),
        )
      : Buffer.from(textOf(collection))
          .subarray(Number(from), to === undefined ? undefined : Number(to))
          .toString(),
  print: (...values) => print(values),
  println: (...values) => `${values.map(format).join(' ')}\n`,
  printf: (pattern, ...values) => printf(textOf(pattern), values),
  html: (...values) =>
    print(values).replace(
      /[&<>"']/g,
      char =>
        ({ '&': '&amp;', '<': '&lt;', '>': '&gt;', '"': '&#34;' })[char] ??
        '&#39;',
    ),
  urlquery: (...values) =>
    encodeURIComponent(print(values)).replace(/%20/g, '+'),
};

function length(value: Value): bigint {
  if (typeof value === 'string') {
    return BigInt(Buffer.byteLength(value));
  }
  if (isList(value)) {
    return BigInt(value.length);
  }
  if (isMap(value)) {
    return BigInt(value.size);
  }
  if (value instanceof Struct && value.items.size > 0) {
    return BigInt(value.items.size);
  }
  throw new Error(
    value === null || value === undefined
      ? 'len of nil pointer'
      : `len of type ${typeOf(value)}`,
  );
}

function indexOne(collection: Value, key: Value): Value {
  if (isMap(collection)) {
    if (typeof key !== 'string') {
      throw new Error(`value has type ${typeOf(key)}; should be string`);
    }
    return collection.get(key) ?? null;
  }
  if (isList(collection) || typeof collection === 'string') {
    if (typeof key !== 'bigint') {
      throw new Error(`cannot index slice/array with type ${typeOf(key)}`);
    }
    if (key < 0n || key >= BigInt(collection.length)) {
      throw new Error(`index out of range: ${key}`);
    }
    return isList(collection)
      ? collection[Number(key)]
      : BigInt(collection.charCodeAt(Number(key)));
  }
  throw new Error(
    collection === null || collection === undefined
      ? 'index of untyped nil'
      : `can't index item of type ${typeOf(collection)}`,
  );
}
