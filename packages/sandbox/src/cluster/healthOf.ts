import { isObject, listAt, textAt, valueAt } from '../render/json';
import { groupOf, type KubernetesObject } from '../render';
import type { Pod } from './model';

/** Argo CD's health states, best first. */
export const healthOrder = [
  'Healthy',
  'Suspended',
  'Progressing',
  'Missing',
  'Degraded',
  'Unknown',
] as const;

export interface Health {
  readonly status: (typeof healthOrder)[number];
  readonly message?: string;
}

/** The worse of two states. */
export function worse(
  a: Health['status'],
  b: Health['status'],
): Health['status'] {
  return healthOrder.indexOf(a) >= healthOrder.indexOf(b) ? a : b;
}

/** Health of a live object as Argo CD judges it; undefined for kinds that have none. Rules: gitops-engine `pkg/health`. */
export function healthOf(live: KubernetesObject): Health | undefined {
  switch (`${groupOf(live)}/${live.kind}`) {
    case 'apps/Deployment':
      return deploymentHealth(live);
    case 'apps/StatefulSet':
    case 'apps/DaemonSet':
      return replicasHealth(live);
    case 'batch/Job':
      return jobHealth(live);
    case 'networking.k8s.io/Ingress':
      return {
        status:
          listAt(live, 'status', 'loadBalancer', 'ingress').length > 0
            ? 'Healthy'
            : 'Progressing',
      };
    case '/Service':
      return { status: 'Healthy' };
    case '/PersistentVolumeClaim':
      return {
        status:
          textAt(live, 'status', 'phase') === 'Bound'
            ? 'Healthy'
            : 'Progressing',
      };
    case 'autoscaling/HorizontalPodAutoscaler': {
      const able = conditionOf(live, 'AbleToScale');
      return able
        ? { status: 'Healthy', message: textAt(able, 'message') }
        : { status: 'Progressing', message: 'Waiting to Autoscale' };
    }
    case 'bitnami.com/SealedSecret':
      return sealedSecretHealth(live);
    case 'external-secrets.io/ExternalSecret':
      return externalSecretHealth(live);
    case 'argoproj.io/ApplicationSet':
      return applicationSetHealth(live);
    default:
      return undefined;
  }
}

/** Health of a pod. */
export function podHealth(pod: Pod): Health {
  if (pod.waiting) {
    return { status: 'Degraded', message: pod.waiting.message };
  }
  if (pod.phase === 'Succeeded' || pod.ready) {
    return { status: 'Healthy' };
  }
  return { status: 'Progressing' };
}

function deploymentHealth(live: KubernetesObject): Health {
  if (valueAt(live, 'spec', 'paused') === true) {
    return { status: 'Suspended', message: 'Deployment is paused' };
  }
  const name = live.metadata.name;
  const progressing = conditionOf(live, 'Progressing');
  if (textAt(progressing, 'reason') === 'ProgressDeadlineExceeded') {
    return {
      status: 'Degraded',
      message: `Deployment "${name}" exceeded its progress deadline`,
    };
  }
  return replicasHealth(live);
}

function replicasHealth(live: KubernetesObject): Health {
  const count = (field: string) => Number(valueAt(live, 'status', field) ?? 0);
  const progressing = (message: string): Health => ({
    status: 'Progressing',
    message: `Waiting for rollout to finish: ${message}...`,
  });
  if (valueAt(live, 'status') === undefined) {
    return progressing(
      'observed deployment generation less than desired generation',
    );
  }
  const daemon = live.kind === 'DaemonSet';
  const desired = daemon
    ? count('desiredNumberScheduled')
    : Number(valueAt(live, 'spec', 'replicas') ?? 1);
  const updated = count(daemon ? 'updatedNumberScheduled' : 'updatedReplicas');
  const total = count(daemon ? 'currentNumberScheduled' : 'replicas');
  const available = count(daemon ? 'numberAvailable' : 'availableReplicas');
  if (updated < desired) {
    return progressing(
      `${updated} out of ${desired} new replicas have been updated`,
    );
  }
  if (total > updated) {
    return progressing(
      `${total - updated} old replicas are pending termination`,
    );
  }
  if (available < updated) {
    return progressing(
      `${available} of ${updated} updated replicas are available`,
    );
  }
  return { status: 'Healthy' };
}

function jobHealth(live: KubernetesObject): Health {
  const failed = conditionOf(live, 'Failed');
  if (failed) {
    return { status: 'Degraded', message: textAt(failed, 'message') };
  }
  return conditionOf(live, 'Complete')
    ? { status: 'Healthy' }
    : { status: 'Progressing' };
}

function externalSecretHealth(live: KubernetesObject): Health {
  const ready = conditionOf(live, 'Ready');
  if (!ready) {
    return { status: 'Progressing', message: 'Waiting for ExternalSecret' };
  }
  return {
    status: ready.status === 'True' ? 'Healthy' : 'Degraded',
    message: textAt(ready, 'message'),
  };
}

function applicationSetHealth(live: KubernetesObject): Health {
  const error = conditionOf(live, 'ErrorOccurred');
  if (error?.status === 'True') {
    return { status: 'Degraded', message: textAt(error, 'message') };
  }
  const current = conditionOf(live, 'ResourcesUpToDate');
  return current?.status === 'True'
    ? { status: 'Healthy', message: textAt(current, 'message') }
    : {
        status: 'Progressing',
        message: 'Waiting for the status to be reported',
      };
}

function sealedSecretHealth(live: KubernetesObject): Health {
  const synced = conditionOf(live, 'Synced');
  if (!synced) {
    return {
      status: 'Progressing',
      message: 'Waiting for Sealed Secret to be decrypted',
    };
  }
  return {
    status: synced.status === 'True' ? 'Healthy' : 'Degraded',
    message: textAt(synced, 'message'),
  };
}

function conditionOf(live: KubernetesObject, type: string) {
  return listAt(live, 'status', 'conditions')
    .filter(isObject)
    .find(condition => condition.type === type);
}
