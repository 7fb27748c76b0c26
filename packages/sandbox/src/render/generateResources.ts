import type {
  GeneratorArgs,
  GeneratorOptions,
  Kustomization,
} from './kustomization';
import type { KubernetesObject } from './KubernetesObject';
import { RenderError } from './RenderError';
import { newResource, namesOf, type Resource } from './Resource';

/** Reads a file of the kustomization's own folder. */
type ReadOwnFile = (path: string) => Promise<string>;

/** The ConfigMaps and Secrets that the generators of one kustomization make, merged into what is there already. */
export async function generateResources(
  kustomization: Kustomization,
  resources: readonly Resource[],
  readOwnFile: ReadOwnFile,
): Promise<readonly Resource[]> {
  const generators = [
    ...(kustomization.configMapGenerator ?? []).map(args => ({
      kind: 'ConfigMap' as const,
      args: args as GeneratorArgs,
    })),
    ...(kustomization.secretGenerator ?? []).map(args => ({
      kind: 'Secret' as const,
      args,
    })),
  ];
  let result = resources;
  for (const { kind, args } of generators) {
    const data = await readData(args, readOwnFile);
    result = addGenerated(result, kind, args, data, {
      ...kustomization.generatorOptions,
      ...args.options,
      labels: {
        ...kustomization.generatorOptions?.labels,
        ...args.options?.labels,
      },
      annotations: {
        ...kustomization.generatorOptions?.annotations,
        ...args.options?.annotations,
      },
    });
  }
  return result;
}

function addGenerated(
  resources: readonly Resource[],
  kind: 'ConfigMap' | 'Secret',
  args: GeneratorArgs,
  data: Readonly<Record<string, string>>,
  options: GeneratorOptions,
): readonly Resource[] {
  const values =
    kind === 'Secret'
      ? Object.fromEntries(
          Object.entries(data).map(([key, value]) => [
            key,
            Buffer.from(value).toString('base64'),
          ]),
        )
      : data;
  const found = resources.find(
    resource =>
      resource.object.kind === kind && namesOf(resource).includes(args.name),
  );
  const behavior = args.behavior ?? 'create';
  if (behavior === 'create') {
    if (found) {
      throw new RenderError(
        `id ${kind}.${args.name} exists; behavior must be merge or replace`,
      );
    }
    const object: KubernetesObject = {
      apiVersion: 'v1',
      kind,
      metadata: {
        name: args.name,
        ...(args.namespace && { namespace: args.namespace }),
        ...nonEmpty('labels', options.labels),
        ...nonEmpty('annotations', options.annotations),
      },
      ...(kind === 'Secret' && { type: args.type ?? 'Opaque' }),
      ...nonEmpty('data', values),
      ...(options.immutable && { immutable: true }),
    };
    return [...resources, newResource(object, !options.disableNameSuffixHash)];
  }
  if (!found) {
    throw new RenderError(
      `id ${kind}.${args.name} does not exist; cannot merge or replace`,
    );
  }
  const old = found.object;
  const merged: KubernetesObject = {
    ...old,
    metadata: {
      ...old.metadata,
      ...nonEmpty('labels', { ...old.metadata.labels, ...options.labels }),
      ...nonEmpty('annotations', {
        ...old.metadata.annotations,
        ...options.annotations,
      }),
    },
    data:
      behavior === 'merge' ? { ...(old.data as object), ...values } : values,
  };
  return resources.map(resource =>
    resource === found ? { ...resource, object: merged } : resource,
  );
}

async function readData(
  args: GeneratorArgs,
  readOwnFile: ReadOwnFile,
): Promise<Readonly<Record<string, string>>> {
  const data: Record<string, string> = {};
  const add = (key: string, value: string) => {
    if (key in data) {
      throw new RenderError(
        `cannot add key ${key}, another key by that name already exists`,
      );
    }
    data[key] = value;
  };
  for (const path of [...(args.env ? [args.env] : []), ...(args.envs ?? [])]) {
    for (const line of (await readOwnFile(path)).split('\n')) {
      const text = line.trim();
      if (text !== '' && !text.startsWith('#')) {
        const [key, value] = splitPair(text);
        add(key, value);
      }
    }
  }
  for (const literal of args.literals ?? []) {
    const [key, value] = splitPair(literal);
    add(key, unquote(value));
  }
  for (const entry of args.files ?? []) {
    const [key, path] = entry.includes('=')
      ? splitPair(entry)
      : [entry.slice(entry.lastIndexOf('/') + 1), entry];
    add(key, await readOwnFile(path));
  }
  return data;
}

function splitPair(text: string): [string, string] {
  const at = text.indexOf('=');
  if (at < 1) {
    throw new RenderError(`invalid literal source ${text}, expected key=value`);
  }
  return [text.slice(0, at), text.slice(at + 1)];
}

function unquote(value: string): string {
  const quoted = /^(['"])(.*)\1$/s.exec(value);
  return quoted?.[2] ?? value;
}

function nonEmpty<K extends string, V>(
  key: K,
  value: Readonly<Record<string, V>> | undefined,
): Partial<Record<K, Readonly<Record<string, V>>>> {
  return (
    value && Object.keys(value).length > 0 ? { [key]: value } : {}
  ) as Partial<Record<K, Readonly<Record<string, V>>>>;
}
