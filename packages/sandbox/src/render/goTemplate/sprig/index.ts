import { deepEquals } from '../compare';
import { isTrue, kindOf, typeOf, type TemplateFunction } from '../value';
import { collections } from './collections';
import { textOf } from './convert';
import { encodings } from './encodings';
import { numbers } from './numbers';
import { satisfies } from './semver';
import { strings } from './strings';

const byCondition: Readonly<Record<string, TemplateFunction>> = {
  default: (fallback, value) => (isTrue(value) ? value : fallback),
  empty: value => !isTrue(value),
  coalesce: (...values) => values.find(isTrue) ?? null,
  ternary: (yes, no, condition) => (condition === true ? yes : no),
  all: (...values) => values.every(isTrue),
  any: (...values) => values.some(isTrue),
  fail: message => {
    throw new Error(textOf(message));
  },
  kindOf,
  typeOf,
  kindIs: (kind, value) => kindOf(value) === kind,
  typeIs: (type, value) => typeOf(value) === type,
  typeIsLike: (type, value) =>
    typeOf(value).replace(/^\*/, '') === textOf(type).replace(/^\*/, ''),
  deepEqual: deepEquals,
  semverCompare: (constraint, version) =>
    satisfies(textOf(constraint), textOf(version)),
};

/** The functions of the Sprig library, but for those that differ from one call to the next (dates, random values, keys). */
export const sprig: Readonly<Record<string, TemplateFunction>> = {
  ...strings,
  ...collections,
  ...numbers,
  ...encodings,
  ...byCondition,
};
