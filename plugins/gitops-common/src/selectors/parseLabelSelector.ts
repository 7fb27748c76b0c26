import { InputError } from '@backstage/errors';

/** One condition on a label; an object matches a selector when all its conditions hold. @public */
export type LabelRequirement =
  | {
      readonly key: string;
      readonly operator: 'in' | 'notIn';
      readonly values: readonly string[];
    }
  | { readonly key: string; readonly operator: 'exists' | 'notExists' };

const name = /^[A-Za-z0-9](?:[-A-Za-z0-9_.]{0,61}[A-Za-z0-9])?$/;
const prefix = /^[a-z0-9](?:[-a-z0-9.]{0,251}[a-z0-9])?$/;
const setBased = /^(\S+)\s+(in|notin)\s*\((.*)\)$/;
const equality = /^([^=!\s]+)\s*(==|=|!=)\s*(\S*)$/;

/**
 * Reads a label selector as Kubernetes does, equality based (`a=b`, `a==b`, `a!=b`) and set based (`a in (b,c)`, `a notin (b)`,
 * `a`, `!a`), joined by commas. Throws `InputError` with the reason and the part that is wrong.
 * @public
 */
export function parseLabelSelector(text: string): readonly LabelRequirement[] {
  if (!text.trim()) {
    throw new InputError('The label selector is empty');
  }
  return splitOutsideBrackets(text).map(part => requirement(part.trim()));
}

function splitOutsideBrackets(text: string): readonly string[] {
  const parts: string[] = [];
  let depth = 0;
  let start = 0;
  for (let index = 0; index < text.length; index += 1) {
    const character = text[index];
    if (character === '(') {
      depth += 1;
    } else if (character === ')') {
      depth -= 1;
    } else if (character === ',' && depth === 0) {
      parts.push(text.slice(start, index));
      start = index + 1;
    }
    if (depth < 0 || depth > 1) {
      throw new InputError(`Brackets do not match in “${text}”`);
    }
  }
  if (depth !== 0) {
    throw new InputError(`Brackets do not match in “${text}”`);
  }
  return [...parts, text.slice(start)];
}

function requirement(part: string): LabelRequirement {
  if (!part) {
    throw new InputError('The label selector has an empty part');
  }
  const set = setBased.exec(part);
  if (set) {
    const values = set[3].split(',').map(value => checkedValue(value, part));
    const operator = set[2] === 'in' ? 'in' : 'notIn';
    return { key: checkedKey(set[1], part), operator, values };
  }
  const equal = equality.exec(part);
  if (equal) {
    return {
      key: checkedKey(equal[1], part),
      operator: equal[2] === '!=' ? 'notIn' : 'in',
      values: [checkedValue(equal[3], part)],
    };
  }
  return part.startsWith('!')
    ? { key: checkedKey(part.slice(1).trim(), part), operator: 'notExists' }
    : { key: checkedKey(part, part), operator: 'exists' };
}

function checkedKey(key: string, part: string): string {
  const slash = key.indexOf('/');
  const prefixIsValid = slash < 0 || prefix.test(key.slice(0, slash));
  if (!prefixIsValid || !name.test(key.slice(slash + 1))) {
    throw new InputError(`“${key}” is not a label key, in “${part}”`);
  }
  return key;
}

function checkedValue(value: string, part: string): string {
  const trimmed = value.trim();
  if (trimmed && !name.test(trimmed)) {
    throw new InputError(`“${trimmed}” is not a label value, in “${part}”`);
  }
  return trimmed;
}
