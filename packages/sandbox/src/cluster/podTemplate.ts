import { createHash } from 'node:crypto';
import {
  listAt,
  objectAt,
  textAt,
  valueAt,
  type JsonObject,
} from '../render/json';
import type { KubernetesObject } from '../render';

/** Kinds that keep pods running. */
export const workloadKinds: readonly string[] = [
  'Deployment',
  'StatefulSet',
  'DaemonSet',
  'Job',
];

/** The pod template of a workload. */
export function podTemplateOf(object: KubernetesObject): JsonObject {
  return objectAt(object, 'spec', 'template');
}

/** Image references of a pod template, init containers first, as they stand there. */
export function imagesOf(template: JsonObject): readonly string[] {
  const images = ['initContainers', 'containers'].flatMap(field =>
    listAt(template, 'spec', field).flatMap(
      container => textAt(container, 'image') ?? [],
    ),
  );
  return [...new Set(images)];
}

/** Names the pods of one template, as the `pod-template-hash` label does. */
export function templateHash(template: JsonObject): string {
  const digest = createHash('sha256')
    .update(JSON.stringify(template))
    .digest('hex');
  return digest.slice(0, 10);
}

/** How many pods there shall be. A DaemonSet has one: the cluster has one node. */
export function desiredReplicas(object: KubernetesObject): number {
  if (object.kind === 'DaemonSet' || object.kind === 'Job') {
    return 1;
  }
  const replicas = valueAt(object, 'spec', 'replicas');
  return typeof replicas === 'number' ? replicas : 1;
}

/** The Secrets and ConfigMaps without which a pod of this template cannot start, as `Secret/name`. */
export function requirementsOf(template: JsonObject): readonly string[] {
  const containers = ['initContainers', 'containers'].flatMap(field =>
    listAt(template, 'spec', field),
  );
  const references: readonly (readonly [string, JsonObject, string])[] = [
    ...containers.flatMap(container => [
      ...listAt(container, 'envFrom').flatMap(source => [
        ['Secret', objectAt(source, 'secretRef'), 'name'] as const,
        ['ConfigMap', objectAt(source, 'configMapRef'), 'name'] as const,
      ]),
      ...listAt(container, 'env').flatMap(variable => [
        [
          'Secret',
          objectAt(variable, 'valueFrom', 'secretKeyRef'),
          'name',
        ] as const,
        [
          'ConfigMap',
          objectAt(variable, 'valueFrom', 'configMapKeyRef'),
          'name',
        ] as const,
      ]),
    ]),
    ...listAt(template, 'spec', 'volumes').flatMap(volume => [
      ['Secret', objectAt(volume, 'secret'), 'secretName'] as const,
      ['ConfigMap', objectAt(volume, 'configMap'), 'name'] as const,
    ]),
  ];
  const names = references.flatMap(([kind, reference, field]) => {
    const name = textAt(reference, field);
    return name && reference.optional !== true ? [`${kind}/${name}`] : [];
  });
  return [...new Set(names)];
}
