import { isObject, type JsonObject } from './json';
import { parseYaml } from './parseYaml';
import { RenderError } from './RenderError';

/** A manifest: any kind, only the fields that every kind has are known. */
export interface KubernetesObject extends JsonObject {
  readonly apiVersion: string;
  readonly kind: string;
  readonly metadata: {
    readonly name: string;
    readonly namespace?: string;
    readonly labels?: Readonly<Record<string, string>>;
    readonly annotations?: Readonly<Record<string, string>>;
    readonly [key: string]: unknown;
  };
}

/** Narrows parsed YAML; throws a `RenderError` that names `where`. */
export function asKubernetesObject(
  value: unknown,
  where: string,
): KubernetesObject {
  if (!isObject(value) || typeof value.kind !== 'string') {
    throw new RenderError(`${where}: Object 'Kind' is missing`);
  }
  if (typeof value.apiVersion !== 'string') {
    throw new RenderError(`${where}: Object 'apiVersion' is missing`);
  }
  if (!isObject(value.metadata) || typeof value.metadata.name !== 'string') {
    throw new RenderError(`${where}: missing metadata.name in object`);
  }
  return value as KubernetesObject;
}

/** The manifests of a YAML text; a `List` is taken apart. */
export function parseManifests(
  text: string,
  where: string,
): readonly KubernetesObject[] {
  return parseYaml(text, where).flatMap(value =>
    isObject(value) && value.kind === 'List' && Array.isArray(value.items)
      ? value.items.map(item => asKubernetesObject(item, where))
      : [asKubernetesObject(value, where)],
  );
}

/** API group, empty for the core group. */
export function groupOf(object: { readonly apiVersion: string }): string {
  const slash = object.apiVersion.indexOf('/');
  return slash < 0 ? '' : object.apiVersion.slice(0, slash);
}

/** API version without the group. */
export function versionOf(object: { readonly apiVersion: string }): string {
  return object.apiVersion.slice(object.apiVersion.indexOf('/') + 1);
}

const clusterScoped = new Set([
  'APIService',
  'ClusterRole',
  'ClusterRoleBinding',
  'CustomResourceDefinition',
  'IngressClass',
  'MutatingWebhookConfiguration',
  'Namespace',
  'Node',
  'PersistentVolume',
  'PriorityClass',
  'RuntimeClass',
  'StorageClass',
  'ValidatingWebhookConfiguration',
]);

/** False for the built-in kinds that live outside of namespaces. */
export function isNamespaced(object: { readonly kind: string }): boolean {
  return !clusterScoped.has(object.kind);
}
