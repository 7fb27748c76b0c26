import { z } from 'zod';
import { isObject, sameJson } from './json';
import { RenderError } from './RenderError';

const operations = z.array(
  z.discriminatedUnion('op', [
    z.object({ op: z.literal('add'), path: z.string(), value: z.unknown() }),
    z.object({
      op: z.literal('replace'),
      path: z.string(),
      value: z.unknown(),
    }),
    z.object({ op: z.literal('test'), path: z.string(), value: z.unknown() }),
    z.object({ op: z.literal('remove'), path: z.string() }),
    z.object({ op: z.literal('move'), path: z.string(), from: z.string() }),
    z.object({ op: z.literal('copy'), path: z.string(), from: z.string() }),
  ]),
);

/** Applies a JSON patch (RFC 6902) to a copy. */
export function jsonPatch(document: unknown, patch: unknown): unknown {
  const parsed = operations.safeParse(patch);
  if (!parsed.success) {
    throw new RenderError(
      `invalid JSON patch: ${parsed.error.issues[0]?.message ?? 'unreadable'}`,
    );
  }
  return parsed.data.reduce((value, operation) => {
    const path = pointer(operation.path);
    switch (operation.op) {
      case 'add':
        return put(value, path, operation.value, 'add');
      case 'replace':
        return put(value, path, operation.value, 'replace');
      case 'remove':
        return remove(value, path);
      case 'move': {
        const from = pointer(operation.from);
        return put(remove(value, from), path, get(value, from), 'add');
      }
      case 'copy':
        return put(value, path, get(value, pointer(operation.from)), 'add');
      case 'test':
        if (!sameJson(get(value, path), operation.value)) {
          throw new RenderError(`testing path ${operation.path} failed`);
        }
        return value;
      default:
        return value;
    }
  }, document);
}

function pointer(text: string): readonly string[] {
  if (text !== '' && !text.startsWith('/')) {
    throw new RenderError(`invalid JSON pointer "${text}"`);
  }
  return text
    .split('/')
    .slice(1)
    .map(part => part.replace(/~1/g, '/').replace(/~0/g, '~'));
}

function get(value: unknown, path: readonly string[]): unknown {
  return path.reduce<unknown>((current, key) => {
    if (Array.isArray(current)) {
      return current[indexOf(key, current.length)];
    }
    if (isObject(current) && key in current) {
      return current[key];
    }
    throw missing(path);
  }, value);
}

function put(
  value: unknown,
  path: readonly string[],
  added: unknown,
  mode: 'add' | 'replace',
): unknown {
  const [key, ...rest] = path;
  if (key === undefined) {
    return added;
  }
  if (Array.isArray(value)) {
    const list: readonly unknown[] = value;
    if (rest.length > 0) {
      const at = indexOf(key, list.length);
      return list.map((item, i) =>
        i === at ? put(item, rest, added, mode) : item,
      );
    }
    const at = key === '-' ? list.length : indexOf(key, list.length + 1);
    return [
      ...list.slice(0, at),
      added,
      ...list.slice(mode === 'add' ? at : at + 1),
    ];
  }
  if (
    isObject(value) &&
    (key in value || (rest.length === 0 && mode === 'add'))
  ) {
    return { ...value, [key]: put(value[key], rest, added, mode) };
  }
  throw missing(path);
}

function remove(value: unknown, path: readonly string[]): unknown {
  const [key, ...rest] = path;
  if (key === undefined) {
    throw missing(path);
  }
  if (Array.isArray(value)) {
    const at = indexOf(key, value.length);
    return rest.length === 0
      ? value.filter((_, i) => i !== at)
      : value.map((item, i) => (i === at ? remove(item, rest) : item));
  }
  if (isObject(value) && key in value) {
    return rest.length === 0
      ? Object.fromEntries(
          Object.entries(value).filter(([name]) => name !== key),
        )
      : { ...value, [key]: remove(value[key], rest) };
  }
  throw missing(path);
}

function indexOf(key: string, length: number): number {
  const index = /^(0|[1-9][0-9]*)$/.test(key) ? Number(key) : -1;
  if (index < 0 || index >= length) {
    throw new RenderError(`JSON patch: no list element ${key}`);
  }
  return index;
}

function missing(path: readonly string[]): RenderError {
  return new RenderError(`JSON patch: missing path: /${path.join('/')}`);
}
