import { textAt, updateAt, valueAt } from '../render/json';
import type { KubernetesObject } from '../render';

/**
 * The workload with the replicas that an autoscaler gives it. Load does not exist here, so that is its minimum; a workload that
 * says itself how many it wants is left alone.
 */
export function withAutoscaledReplicas(
  workload: KubernetesObject,
  autoscalers: readonly KubernetesObject[],
): KubernetesObject {
  if (valueAt(workload, 'spec', 'replicas') !== undefined) {
    return workload;
  }
  const autoscaler = autoscalers.find(
    candidate =>
      candidate.metadata.namespace === workload.metadata.namespace &&
      textAt(candidate, 'spec', 'scaleTargetRef', 'kind') === workload.kind &&
      textAt(candidate, 'spec', 'scaleTargetRef', 'name') ===
        workload.metadata.name,
  );
  if (!autoscaler) {
    return workload;
  }
  const replicas = valueAt(autoscaler, 'spec', 'minReplicas') ?? 1;
  return updateAt(workload, ['spec', 'replicas'], () => replicas, {
    create: true,
  }) as KubernetesObject;
}
