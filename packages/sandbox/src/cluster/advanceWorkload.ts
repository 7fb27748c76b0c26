import { randomBytes, randomUUID } from 'node:crypto';
import { objectAt, textAt, valueAt } from '../render/json';
import type { KubernetesObject } from '../render';
import type { Pod, PodSet, Workload } from './model';
import {
  desiredReplicas,
  imagesOf,
  podTemplateOf,
  requirementsOf,
  templateHash,
} from './podTemplate';

/** What a pod meets in the cluster. */
export interface Surroundings {
  readonly now: Date;
  /** What one second is, in milliseconds of the clock. */
  readonly second: number;
  canPull(image: string): boolean;
  behaviourOf(image: string): 'crash' | 'stall' | undefined;
  /** `Secret/name` or `ConfigMap/name` in the namespace of the workload. */
  exists(requirement: string): boolean;
  nextResourceVersion(): number;
}

/**
 * One step of a roll-out, about a second: at most one pod becomes ready and one old pod goes, within `maxSurge` and
 * `maxUnavailable`. Returns the same object when there is nothing to do.
 */
export function advanceWorkload(
  object: KubernetesObject,
  workload: Workload,
  around: Surroundings,
): Workload {
  if (isJob(object) && workload.deadlineExceeded) {
    return workload;
  }
  const template = podTemplateOf(object);
  const images = imagesOf(template);
  const hash = templateHash(template);
  const desired = desiredReplicas(object);
  const isNew = (set: PodSet) => set.hash === hash;

  let sets = withCurrentSet(workload.sets, hash, around);
  sets = progressOne(sets, object, requirementsOf(template), around);
  sets = removeOld(
    sets,
    isNew,
    object,
    desired,
    images.some(image => around.behaviourOf(image)),
  );
  sets = addNew(sets, isNew, object, desired, images, around);
  sets = sets.map(set =>
    isNew(set) && set.pods.length > desired
      ? { ...set, pods: set.pods.slice(0, desired) }
      : set,
  );

  const same =
    sets.length === workload.sets.length &&
    sets.every((set, index) => set === workload.sets[index]);
  const complete = isComplete(sets, isNew, desired);
  if (same) {
    const limit = progressDeadline(object) * around.second;
    const stalled = images.some(image => around.behaviourOf(image) === 'stall');
    const late =
      around.now.getTime() - Date.parse(workload.progressedAt) > limit;
    return !complete && !workload.deadlineExceeded && late && !stalled
      ? { ...workload, deadlineExceeded: true }
      : workload;
  }
  const progressed =
    readyCount(sets) !== readyCount(workload.sets) ||
    sets.flatMap(set => set.pods).length !==
      workload.sets.flatMap(set => set.pods).length ||
    sets.length !== workload.sets.length;
  return {
    sets: sets.filter(set => isNew(set) || set.pods.length > 0),
    progressedAt: progressed ? around.now.toISOString() : workload.progressedAt,
    deadlineExceeded: progressed ? false : workload.deadlineExceeded,
  };
}

function withCurrentSet(
  sets: readonly PodSet[],
  hash: string,
  around: Surroundings,
): PodSet[] {
  const revision = Math.max(0, ...sets.map(set => set.revision));
  const current = sets.find(set => set.hash === hash);
  if (current) {
    return current.revision === revision
      ? [...sets]
      : sets.map(set =>
          set === current ? { ...set, revision: revision + 1 } : set,
        );
  }
  return [
    ...sets,
    {
      hash,
      uid: randomUUID(),
      resourceVersion: around.nextResourceVersion(),
      revision: revision + 1,
      createdAt: around.now.toISOString(),
      pods: [],
    },
  ];
}

function progressOne(
  sets: PodSet[],
  object: KubernetesObject,
  requirements: readonly string[],
  around: Surroundings,
): PodSet[] {
  let started = false;
  return sets.map(set => {
    const pods = set.pods.map(pod => {
      if (pod.ready || pod.phase === 'Succeeded' || started) {
        return pod;
      }
      const next = progressPod(pod, object, requirements, around);
      started = next.ready || next.phase === 'Succeeded';
      return next;
    });
    return pods.every((pod, index) => pod === set.pods[index])
      ? set
      : { ...set, pods };
  });
}

function progressPod(
  pod: Pod,
  object: KubernetesObject,
  requirements: readonly string[],
  around: Surroundings,
): Pod {
  const unpullable = pod.images.find(image => !around.canPull(image));
  if (unpullable) {
    return waiting(
      pod,
      'Pending',
      'ImagePullBackOff',
      `Back-off pulling image "${unpullable}"`,
      around,
    );
  }
  const missing = requirements.find(requirement => !around.exists(requirement));
  if (missing) {
    const [kind = '', name = ''] = missing.split('/');
    return waiting(
      pod,
      'Pending',
      'CreateContainerConfigError',
      `${kind.toLowerCase()} "${name}" not found`,
      around,
    );
  }
  const behaviours = pod.images.map(image => around.behaviourOf(image));
  if (behaviours.includes('crash')) {
    return waiting(
      pod,
      'Running',
      'CrashLoopBackOff',
      'back-off 5m0s restarting failed container',
      around,
    );
  }
  if (behaviours.includes('stall')) {
    return pod.phase === 'Running' && !pod.waiting
      ? pod
      : {
          ...pod,
          phase: 'Running',
          waiting: undefined,
          resourceVersion: around.nextResourceVersion(),
        };
  }
  if (isJob(object) && pod.phase === 'Running') {
    return {
      ...pod,
      phase: 'Succeeded',
      resourceVersion: around.nextResourceVersion(),
    };
  }
  return {
    ...pod,
    phase: 'Running',
    ready: !isJob(object),
    waiting: undefined,
    resourceVersion: around.nextResourceVersion(),
  };
}

function waiting(
  pod: Pod,
  phase: Pod['phase'],
  reason: string,
  message: string,
  around: Surroundings,
): Pod {
  if (pod.waiting?.reason === reason && pod.waiting.message === message) {
    return pod;
  }
  return {
    ...pod,
    phase,
    waiting: { reason, message },
    restarts: reason === 'CrashLoopBackOff' ? pod.restarts + 5 : pod.restarts,
    resourceVersion: around.nextResourceVersion(),
  };
}

/** Old pods that never worked go first; then one that works, while enough others do. */
function removeOld(
  sets: PodSet[],
  isNew: (set: PodSet) => boolean,
  object: KubernetesObject,
  desired: number,
  misbehaving: boolean,
): PodSet[] {
  const old = sets.filter(set => !isNew(set)).flatMap(set => set.pods);
  const { unavailable } = limitsOf(object, desired);
  const spare = readyCount(sets) - (desired - unavailable);
  const current = sets.find(isNew);
  const replacing = (current?.pods.length ?? 0) + old.length >= desired;
  const recreate = textAt(object, 'spec', 'strategy', 'type') === 'Recreate';
  const gone = new Set<Pod>(old.filter(pod => recreate || !pod.ready));
  const working = old.find(pod => pod.ready);
  // while a new pod is on its way, one pod less is enough: with a misbehaving image the roll-out stops there
  const busy = misbehaving && (current?.pods.some(pod => !pod.ready) ?? false);
  if (gone.size === 0 && working && spare > 0 && replacing && !busy) {
    gone.add(working);
  }
  return gone.size === 0
    ? sets
    : sets.map(set =>
        set.pods.some(pod => gone.has(pod))
          ? { ...set, pods: set.pods.filter(pod => !gone.has(pod)) }
          : set,
      );
}

function addNew(
  sets: PodSet[],
  isNew: (set: PodSet) => boolean,
  object: KubernetesObject,
  desired: number,
  images: readonly string[],
  around: Surroundings,
): PodSet[] {
  const total = sets.flatMap(set => set.pods).length;
  const { surge } = limitsOf(object, desired);
  return sets.map(set => {
    if (!isNew(set)) {
      return set;
    }
    const room = Math.min(desired - set.pods.length, desired + surge - total);
    if (room <= 0) {
      return set;
    }
    const added = Array.from({ length: room }, (_, index) =>
      newPod(object, set, set.pods.length + index, images, around),
    );
    return { ...set, pods: [...set.pods, ...added] };
  });
}

const alphabet = 'bcdfghjklmnpqrstvwxz2456789';

function newPod(
  object: KubernetesObject,
  set: PodSet,
  index: number,
  images: readonly string[],
  around: Surroundings,
): Pod {
  const { name } = object.metadata;
  const random = [...randomBytes(5)]
    .map(byte => alphabet[byte % alphabet.length])
    .join('');
  const suffixes: Readonly<Record<string, string>> = {
    Deployment: `${set.hash}-${random}`,
    StatefulSet: String(index),
  };
  return {
    name: `${name}-${suffixes[object.kind] ?? random}`,
    uid: randomUUID(),
    resourceVersion: around.nextResourceVersion(),
    createdAt: around.now.toISOString(),
    images: [...images],
    phase: 'Pending',
    ready: false,
    restarts: 0,
  };
}

/** Pods above and below the wanted number that a roll-out may have, as Kubernetes rounds them. */
function limitsOf(
  object: KubernetesObject,
  desired: number,
): { readonly surge: number; readonly unavailable: number } {
  if (object.kind !== 'Deployment') {
    return { surge: 0, unavailable: 1 };
  }
  const strategy = objectAt(object, 'spec', 'strategy');
  const amount = (field: string, round: (value: number) => number) => {
    const value = valueAt(strategy, 'rollingUpdate', field) ?? '25%';
    return typeof value === 'number'
      ? value
      : round((Number.parseInt(String(value), 10) / 100) * desired);
  };
  const surge = amount('maxSurge', Math.ceil);
  const unavailable = amount('maxUnavailable', Math.floor);
  return surge === 0 && unavailable === 0
    ? { surge, unavailable: 1 }
    : { surge, unavailable };
}

/** How long, in seconds, it may take without getting on; a Job: at all. */
function progressDeadline(object: KubernetesObject): number {
  const field = isJob(object)
    ? 'activeDeadlineSeconds'
    : 'progressDeadlineSeconds';
  const seconds = valueAt(object, 'spec', field);
  if (typeof seconds === 'number') {
    return seconds;
  }
  return isJob(object) ? Number.POSITIVE_INFINITY : 600;
}

function isJob(object: KubernetesObject): boolean {
  return object.kind === 'Job';
}

function readyCount(sets: readonly PodSet[]): number {
  return sets.flatMap(set => set.pods).filter(pod => pod.ready).length;
}

function isComplete(
  sets: readonly PodSet[],
  isNew: (set: PodSet) => boolean,
  desired: number,
): boolean {
  return sets.every(set =>
    isNew(set)
      ? set.pods.filter(pod => pod.ready || pod.phase === 'Succeeded')
          .length === desired
      : set.pods.length === 0,
  );
}
