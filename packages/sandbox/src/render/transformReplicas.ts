import { updateAt } from './json';
import type { Kustomization } from './kustomization';
import type { KubernetesObject } from './KubernetesObject';
import { RenderError } from './RenderError';
import { namesOf, type Resource } from './Resource';

const scalable = [
  'Deployment',
  'ReplicaSet',
  'ReplicationController',
  'StatefulSet',
];

/** `replicas`: sets the count of the workload with that name. */
export function transformReplicas(
  kustomization: Kustomization,
  resources: readonly Resource[],
): readonly Resource[] {
  return (kustomization.replicas ?? []).reduce((current, { name, count }) => {
    const isMeant = (resource: Resource) =>
      scalable.includes(resource.object.kind) &&
      namesOf(resource).includes(name);
    if (!current.some(isMeant)) {
      throw new RenderError(`replicas: no workload with the name "${name}"`);
    }
    return current.map(resource =>
      isMeant(resource)
        ? {
            ...resource,
            object: updateAt(
              resource.object,
              ['spec', 'replicas'],
              () => count,
              {
                create: true,
              },
            ) as KubernetesObject,
          }
        : resource,
    );
  }, resources);
}
