/** A JSON object whose values are not known yet. */
export type JsonObject = { readonly [key: string]: unknown };

/** True for plain objects, false for lists, null and scalars. */
export function isObject(value: unknown): value is JsonObject {
  return typeof value === 'object' && value !== null && !Array.isArray(value);
}

/** The value at a path of keys, or undefined where the path ends early. */
export function valueAt(root: unknown, ...path: readonly string[]): unknown {
  return path.reduce<unknown>(
    (value, key) => (isObject(value) ? value[key] : undefined),
    root,
  );
}

/** The object at a path of keys; an empty one where there is none. */
export function objectAt(
  root: unknown,
  ...path: readonly string[]
): JsonObject {
  const value = valueAt(root, ...path);
  return isObject(value) ? value : {};
}

/** The list at a path of keys; an empty one where there is none. */
export function listAt(
  root: unknown,
  ...path: readonly string[]
): readonly unknown[] {
  const value = valueAt(root, ...path);
  return Array.isArray(value) ? value : [];
}

/** The string at a path of keys. */
export function textAt(
  root: unknown,
  ...path: readonly string[]
): string | undefined {
  const value = valueAt(root, ...path);
  return typeof value === 'string' ? value : undefined;
}

/**
 * A copy of `root` with the value at `path` replaced by `change(value)`. Lists on the way are passed through element by element,
 * as Kustomize's field paths do. Without `create` a path that does not exist leaves the copy as it was.
 */
export function updateAt(
  root: unknown,
  path: readonly string[],
  change: (value: unknown) => unknown,
  options: { readonly create?: boolean } = {},
): unknown {
  const [key, ...rest] = path;
  if (key === undefined) {
    return change(root);
  }
  if (Array.isArray(root)) {
    return root.map(item => updateAt(item, path, change, options));
  }
  if (!isObject(root)) {
    return options.create && root === undefined
      ? { [key]: updateAt(undefined, rest, change, options) }
      : root;
  }
  if (!(key in root) && !options.create) {
    return root;
  }
  return { ...root, [key]: updateAt(root[key], rest, change, options) };
}

/** True when both are the same JSON, whatever the order of keys. */
export function sameJson(a: unknown, b: unknown): boolean {
  if (a === b) {
    return true;
  }
  if (Array.isArray(a) && Array.isArray(b)) {
    return (
      a.length === b.length &&
      a.every((item, index) => sameJson(item, b[index]))
    );
  }
  if (isObject(a) && isObject(b)) {
    const keys = Object.keys(a).filter(key => a[key] !== undefined);
    const others = Object.keys(b).filter(key => b[key] !== undefined);
    return (
      keys.length === others.length &&
      keys.every(key => sameJson(a[key], b[key]))
    );
  }
  return false;
}
