import { groupOf, type KubernetesObject } from '../render';

/** What makes an object of the cluster the same one: group, kind, namespace and name. */
export function keyOf(object: KubernetesObject): string {
  const { namespace = '', name } = object.metadata;
  return `${groupOf(object)}/${object.kind}/${namespace}/${name}`;
}
