import { createHash } from 'node:crypto';
import type { Standing } from './evaluate';
import { ExpressionError } from './tokenize';
import { asText, looselyEqual } from './values';

type Function = (args: readonly unknown[]) => unknown;

const functions: ReadonlyMap<string, Function> = new Map<string, Function>([
  [
    'contains',
    ([where, what]) =>
      Array.isArray(where)
        ? where.some(item => looselyEqual(item, what))
        : lower(where).includes(lower(what)),
  ],
  ['startswith', ([text, start]) => lower(text).startsWith(lower(start))],
  ['endswith', ([text, end]) => lower(text).endsWith(lower(end))],
  [
    'format',
    ([pattern, ...values]) =>
      asText(pattern).replace(
        /\{\{|\}\}|\{(\d+)\}/g,
        (whole, index?: string) =>
          index === undefined ? whole[0] : asText(values[Number(index)]),
      ),
  ],
  [
    'join',
    ([list, separator = ',']) =>
      Array.isArray(list)
        ? list.map(asText).join(asText(separator))
        : asText(list),
  ],
  ['tojson', ([value]) => JSON.stringify(value ?? null, null, 2)],
  ['fromjson', ([text]) => readJson(asText(text))],
  // nobody reads the files: it only has to be the same each time
  [
    'hashfiles',
    patterns =>
      createHash('sha256').update(JSON.stringify(patterns)).digest('hex'),
  ],
]);

/** The functions that say how the steps or jobs before ended. */
export const STATUS_FUNCTIONS = ['success', 'failure', 'always', 'cancelled'];

/** Throws `ExpressionError` for a function that there is not. */
export function callFunction(
  name: string,
  args: readonly unknown[],
  standing: Standing | undefined,
): unknown {
  if (standing && STATUS_FUNCTIONS.includes(name)) {
    return name === 'always' || name === standing;
  }
  const found = functions.get(name);
  if (!found) {
    throw new ExpressionError(`Unrecognized function: '${name}'`);
  }
  return found(args);
}

function lower(value: unknown): string {
  return asText(value).toLowerCase();
}

function readJson(text: string): unknown {
  try {
    return JSON.parse(text);
  } catch (error) {
    throw new ExpressionError(`Error reading JToken from '${text}'`, {
      cause: error,
    });
  }
}
