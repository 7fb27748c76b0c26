import { isObject } from './json';
import { jsonPatch } from './jsonPatch';
import type { Kustomization, PatchEntry, PatchTarget } from './kustomization';
import {
  asKubernetesObject,
  groupOf,
  versionOf,
  type KubernetesObject,
} from './KubernetesObject';
import { matchesSelector } from './labelSelector';
import { mergePatch } from './mergePatch';
import { parseYaml } from './parseYaml';
import { RenderError } from './RenderError';
import { namesOf, type Resource } from './Resource';

/** The patches of one kustomization, in their order. */
export async function applyPatches(
  kustomization: Kustomization,
  resources: readonly Resource[],
  readOwnFile: (path: string) => Promise<string>,
): Promise<readonly Resource[]> {
  const entries: readonly PatchEntry[] = [
    ...(kustomization.patchesStrategicMerge ?? []).map(text =>
      text.includes('\n') ? { patch: text } : { path: text },
    ),
    ...(kustomization.patches ?? []),
    ...(kustomization.patchesJson6902 ?? []),
  ];
  let result = resources;
  for (const entry of entries) {
    if ((entry.path === undefined) === (entry.patch === undefined)) {
      throw new RenderError('a patch needs exactly one of "path" and "patch"');
    }
    const where = entry.path ?? 'patch';
    const text = entry.path
      ? await readOwnFile(entry.path)
      : (entry.patch ?? '');
    for (const document of parseYaml(text, where)) {
      result = applyPatch(result, document, entry.target, where);
    }
  }
  return result;
}

function applyPatch(
  resources: readonly Resource[],
  patch: unknown,
  target: PatchTarget | undefined,
  where: string,
): readonly Resource[] {
  if (Array.isArray(patch)) {
    if (!target) {
      throw new RenderError(`${where}: must specify a target for JSON patch`);
    }
    return resources.map(resource =>
      isTarget(resource, target)
        ? withObject(
            resource,
            asKubernetesObject(jsonPatch(resource.object, patch), where),
          )
        : resource,
    );
  }
  const named = isObject(patch) ? patch : {};
  const isMeant = target
    ? (resource: Resource) => isTarget(resource, target)
    : namedBy(asKubernetesObject(patch, where));
  if (!target && !resources.some(isMeant)) {
    const { kind, metadata } = asKubernetesObject(patch, where);
    throw new RenderError(
      `no resource matches strategic merge patch "${kind}.${metadata.name}"`,
    );
  }
  return resources.flatMap(resource => {
    if (!isMeant(resource)) {
      return [resource];
    }
    const merged = mergePatch(resource.object, named, resource.object.kind);
    if (!merged) {
      return [];
    }
    const { metadata, kind, apiVersion } = resource.object;
    const object = asKubernetesObject(merged, where);
    return [
      withObject(resource, {
        ...object,
        kind,
        apiVersion,
        metadata: { ...object.metadata, name: metadata.name },
      }),
    ];
  });
}

function namedBy(patch: KubernetesObject): (resource: Resource) => boolean {
  return resource =>
    resource.object.kind === patch.kind &&
    groupOf(resource.object) === groupOf(patch) &&
    namesOf(resource).includes(patch.metadata.name) &&
    [
      resource.object.metadata.namespace ?? 'default',
      ...resource.previousNamespaces,
      ...(patch.metadata.namespace ? [] : ['default']),
    ].includes(patch.metadata.namespace ?? 'default');
}

function isTarget(resource: Resource, target: PatchTarget): boolean {
  const { object } = resource;
  const matches = (pattern: string | undefined, values: readonly string[]) =>
    !pattern ||
    values.some(value => new RegExp(`^(?:${pattern})$`).test(value));
  return (
    matches(target.group, [groupOf(object)]) &&
    matches(target.version, [versionOf(object)]) &&
    matches(target.kind, [object.kind]) &&
    matches(target.name, namesOf(resource)) &&
    matches(target.namespace, [
      object.metadata.namespace ?? 'default',
      ...resource.previousNamespaces,
    ]) &&
    matchesSelector(object.metadata.labels ?? {}, target.labelSelector) &&
    matchesSelector(
      object.metadata.annotations ?? {},
      target.annotationSelector,
    )
  );
}

function withObject(resource: Resource, object: KubernetesObject): Resource {
  return { ...resource, object };
}
