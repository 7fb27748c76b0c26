import { isObject, valueAt } from '../render/json';
import type { Application } from './model';

/** The paths that Argo CD's list knows; any other field that is asked for is left out. Source: `forwarder_overwrite.go`. */
const listFields: readonly string[] = [
  'metadata.name',
  'metadata.namespace',
  'metadata.annotations',
  'metadata.labels',
  'metadata.creationTimestamp',
  'metadata.deletionTimestamp',
  'spec',
  'spec.destination',
  'spec.project',
  'spec.source',
  'spec.sources',
  'spec.sourceHydrator',
  'spec.syncPolicy',
  'status.sourceHydrator',
  'status.summary',
  'status.sync.status',
  'status.sync.revision',
  'status.health',
  'status.operationState.startedAt',
  'status.operationState.finishedAt',
  'status.resources',
  'operation.sync',
  'status.operationState.phase',
];

/** The answer of the list with `fields` (`items.metadata.name,…`), or whole. */
export function selectListFields(
  list: {
    readonly metadata: object;
    readonly items: readonly Application[] | null;
  },
  fields: string | undefined,
): object {
  if (!fields || fields.startsWith('-')) {
    return list;
  }
  const wanted = fields.split(',');
  const paths = listFields.filter(field => wanted.includes(`items.${field}`));
  return {
    items:
      list.items?.map(item =>
        paths.reduce<object>((picked, path) => {
          const keys = path.split('.');
          const value = valueAt(item, ...keys);
          return value === undefined
            ? picked
            : mergeDeep(picked, nest(keys, value));
        }, {}),
      ) ?? null,
    metadata: list.metadata,
  };
}

/** A message of the stream with only the paths in `fields`, whatever they are; those after a `-` are left out instead. */
export function selectStreamFields(
  message: object,
  fields: string | undefined,
): object {
  if (!fields) {
    return message;
  }
  const exclude = fields.startsWith('-');
  const paths = fields
    .replace(/^-/, '')
    .split(',')
    .map(path => path.split('.'));
  return exclude
    ? paths.reduce<object>(
        (value, path) => drop(value, path) as object,
        message,
      )
    : (pick(message, paths) as object);
}

function pick(value: unknown, paths: readonly (readonly string[])[]): unknown {
  if (paths.some(path => path.length === 0)) {
    return value;
  }
  if (Array.isArray(value)) {
    return value.map(item => pick(item, paths));
  }
  if (!isObject(value)) {
    return value;
  }
  const entries = Object.keys(value).flatMap(key => {
    const below = paths
      .filter(path => path[0] === key)
      .map(path => path.slice(1));
    return below.length > 0 && value[key] !== undefined
      ? [[key, pick(value[key], below)] as const]
      : [];
  });
  return Object.fromEntries(entries);
}

function drop(value: unknown, path: readonly string[]): unknown {
  const [key = '', ...rest] = path;
  if (Array.isArray(value)) {
    return value.map(item => drop(item, path));
  }
  if (!isObject(value) || !(key in value)) {
    return value;
  }
  const { [key]: child, ...others } = value;
  return rest.length === 0 ? others : { ...others, [key]: drop(child, rest) };
}

function nest(keys: readonly string[], value: unknown): object {
  return keys.reduceRight<unknown>(
    (inner, key) => ({ [key]: inner }),
    value,
  ) as object;
}

function mergeDeep(a: object, b: object): object {
  return Object.entries(b).reduce<Record<string, unknown>>(
    (result, [key, value]) => {
      const old = result[key];
      result[key] =
        isObject(old) && isObject(value) ? mergeDeep(old, value) : value;
      return result;
    },
    { ...a },
  );
}
