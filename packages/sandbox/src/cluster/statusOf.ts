import { objectAt, textAt, valueAt, type JsonObject } from '../render/json';
import type { KubernetesObject } from '../render';
import type { Workload } from './model';
import { desiredReplicas, podTemplateOf, templateHash } from './podTemplate';

/** The `status` that controllers would write for a workload. */
export function workloadStatus(
  object: KubernetesObject,
  workload: Workload,
  generation: number,
): JsonObject {
  const pods = workload.sets.flatMap(set => set.pods);
  const hash = templateHash(podTemplateOf(object));
  const updated = workload.sets.find(set => set.hash === hash)?.pods ?? [];
  const ready = pods.filter(pod => pod.ready).length;
  if (object.kind === 'Job') {
    const failure = jobFailure(object, workload);
    if (failure) {
      return { failed: 1, conditions: [{ type: 'Failed', ...failure }] };
    }
    const done = pods.some(pod => pod.phase === 'Succeeded');
    return done
      ? { succeeded: 1, conditions: [{ type: 'Complete', status: 'True' }] }
      : { active: pods.length };
  }
  if (object.kind === 'DaemonSet') {
    return {
      observedGeneration: generation,
      desiredNumberScheduled: 1,
      currentNumberScheduled: pods.length,
      updatedNumberScheduled: updated.length,
      numberReady: ready,
      numberAvailable: ready,
    };
  }
  const desired = desiredReplicas(object);
  const finished =
    pods.length === updated.length &&
    updated.filter(pod => pod.ready).length === desired;
  return {
    observedGeneration: generation,
    replicas: pods.length,
    updatedReplicas: updated.length,
    readyReplicas: ready,
    availableReplicas: ready,
    ...(object.kind === 'Deployment' && {
      conditions: [
        {
          type: 'Available',
          status: ready >= Math.ceil(desired * 0.75) ? 'True' : 'False',
          reason: 'MinimumReplicasAvailable',
        },
        workload.deadlineExceeded
          ? {
              type: 'Progressing',
              status: 'False',
              reason: 'ProgressDeadlineExceeded',
              message: `ReplicaSet "${object.metadata.name}-${hash}" has timed out progressing.`,
            }
          : {
              type: 'Progressing',
              status: 'True',
              reason: finished ? 'NewReplicaSetAvailable' : 'ReplicaSetUpdated',
            },
      ],
    }),
  };
}

/** Why a Job has given up, or undefined. */
function jobFailure(object: KubernetesObject, workload: Workload) {
  if (workload.deadlineExceeded) {
    return {
      status: 'True',
      reason: 'DeadlineExceeded',
      message: 'Job was active longer than specified deadline',
    };
  }
  const limit = valueAt(object, 'spec', 'backoffLimit') ?? 6;
  const restarts = workload.sets
    .flatMap(set => set.pods)
    .reduce((sum, pod) => sum + pod.restarts, 0);
  return restarts > Number(limit)
    ? {
        status: 'True',
        reason: 'BackoffLimitExceeded',
        message: 'Job has reached the specified backoff limit',
      }
    : undefined;
}

/** The `status` of kinds that settle at once; undefined for kinds without one. */
export function simpleStatus(object: KubernetesObject): JsonObject | undefined {
  switch (object.kind) {
    case 'Ingress':
      return { loadBalancer: { ingress: [{ ip: '127.0.0.1' }] } };
    case 'Service':
      return {
        loadBalancer:
          textAt(object, 'spec', 'type') === 'LoadBalancer'
            ? { ingress: [{ ip: '127.0.0.1' }] }
            : {},
      };
    case 'PersistentVolumeClaim':
      return {
        phase: 'Bound',
        capacity: objectAt(object, 'spec', 'resources', 'requests'),
      };
    case 'HorizontalPodAutoscaler': {
      const replicas = valueAt(object, 'spec', 'minReplicas') ?? 1;
      return {
        currentReplicas: replicas,
        desiredReplicas: replicas,
        conditions: [
          {
            type: 'AbleToScale',
            status: 'True',
            reason: 'ReadyForNewScale',
            message: 'recommended size matches current size',
          },
        ],
      };
    }
    default:
      return undefined;
  }
}
