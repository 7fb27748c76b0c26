export type Mapping = { readonly [key: string]: unknown };

export function isMapping(value: unknown): value is Mapping {
  return typeof value === 'object' && value !== null && !Array.isArray(value);
}

/** What is wrong with a `.gitlab-ci.yml`, in GitLab's words. */
export class CiConfigError extends Error {
  constructor(message: string) {
    super(message);
    this.name = 'CiConfigError';
  }
}

/** GitLab's deep merge: mappings are merged key by key, all else (lists too) is replaced. */
export function mergeDeep(base: Mapping, over: Mapping): Mapping {
  const merged: Record<string, unknown> = { ...base };
  for (const [key, value] of Object.entries(over)) {
    const before = merged[key];
    merged[key] =
      isMapping(before) && isMapping(value) ? mergeDeep(before, value) : value;
  }
  return merged;
}

/** What `!reference [job, key, …]` in a file stands for until all files are read. */
export class Reference {
  constructor(readonly path: readonly string[]) {}
}

/** Puts what they point at in the place of references; inside a list, a referenced list is spliced in. */
export function resolveReferences(
  value: unknown,
  root: Mapping,
  depth = 0,
): unknown {
  if (depth > 10) {
    throw new CiConfigError('!reference is nested too deeply');
  }
  if (value instanceof Reference) {
    let found: unknown = root;
    for (const key of value.path) {
      found = isMapping(found) ? found[key] : undefined;
    }
    if (found === undefined) {
      throw new CiConfigError(
        `!reference [${value.path.join(', ')}] could not be found`,
      );
    }
    return resolveReferences(found, root, depth + 1);
  }
  if (Array.isArray(value)) {
    return value.flatMap(item => {
      const resolved = resolveReferences(item, root, depth);
      return item instanceof Reference && Array.isArray(resolved)
        ? resolved
        : [resolved];
    });
  }
  if (isMapping(value)) {
    return Object.fromEntries(
      Object.entries(value).map(([key, inner]) => [
        key,
        resolveReferences(inner, root, depth),
      ]),
    );
  }
  return value;
}

/** Merges `extends` parents into a job, nearest last. */
export function applyExtends(
  name: string,
  root: Mapping,
  seen: readonly string[] = [],
): Mapping {
  const job = root[name];
  if (!isMapping(job)) {
    throw new CiConfigError(`jobs ${name} config should be a hash`);
  }
  if (seen.includes(name)) {
    throw new CiConfigError(
      `${name}: circular dependency detected in \`extends\``,
    );
  }
  const { extends: asked, ...own } = job;
  const parents = asked === undefined ? [] : [asked].flat().map(String);
  let merged: Mapping = {};
  for (const parent of parents) {
    if (!(parent in root)) {
      throw new CiConfigError(
        `${name}: unknown keys in \`extends\` (${parent})`,
      );
    }
    merged = mergeDeep(merged, applyExtends(parent, root, [...seen, name]));
  }
  return mergeDeep(merged, own);
}
