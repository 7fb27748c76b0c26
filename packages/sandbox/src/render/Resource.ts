import {
  groupOf,
  isNamespaced,
  type KubernetesObject,
} from './KubernetesObject';
import { RenderError } from './RenderError';

/** A manifest on its way through the layers of overlays. */
export interface Resource {
  readonly object: KubernetesObject;
  /** Names it had in earlier layers: patches and references still use them. */
  readonly previousNames: readonly string[];
  /** Namespaces it had in earlier layers. */
  readonly previousNamespaces: readonly string[];
  /** True when its name ends with a hash of its content. */
  readonly hashed: boolean;
}

/** A resource as it was read, without a past. */
export function newResource(
  object: KubernetesObject,
  hashed = false,
): Resource {
  return { object, previousNames: [], previousNamespaces: [], hashed };
}

/** The resource with another name; the old one is remembered. */
export function renamed(resource: Resource, name: string): Resource {
  const old = resource.object.metadata.name;
  if (old === name) {
    return resource;
  }
  return {
    ...resource,
    object: {
      ...resource.object,
      metadata: { ...resource.object.metadata, name },
    },
    previousNames: [...resource.previousNames, old],
  };
}

/** Current and earlier names. */
export function namesOf(resource: Resource): readonly string[] {
  return [resource.object.metadata.name, ...resource.previousNames];
}

/** What makes a resource the same one: group, kind, namespace and name. */
export function identityOf(object: KubernetesObject): string {
  const namespace = isNamespaced(object)
    ? (object.metadata.namespace ?? '')
    : '';
  return [groupOf(object), object.kind, namespace, object.metadata.name].join(
    '|',
  );
}

/** Both lists together; the same resource twice is an error, as in Kustomize. */
export function mergeResources(
  first: readonly Resource[],
  second: readonly Resource[],
): readonly Resource[] {
  const seen = new Set(first.map(resource => identityOf(resource.object)));
  for (const { object } of second) {
    const identity = identityOf(object);
    if (seen.has(identity)) {
      throw new RenderError(
        `may not add resource with an already registered id: ${object.kind}.${object.metadata.name}`,
      );
    }
    seen.add(identity);
  }
  return [...first, ...second];
}
