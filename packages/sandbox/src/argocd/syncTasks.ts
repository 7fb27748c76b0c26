import { healthOf, liveObject, type Cluster } from '../cluster';
import { groupOf, type KubernetesObject } from '../render';
import {
  hookPhases,
  isHook,
  syncPhases,
  waveOf,
  type SyncPhase,
} from './hooks';
import type { ResourceResult } from './model';

/** One object that a sync applies, in one of its phases. */
export interface SyncTask {
  readonly object: KubernetesObject;
  readonly phase: SyncPhase;
  readonly wave: number;
  readonly isHook: boolean;
}

/** How far a task is. */
export type TaskState = 'pending' | 'running' | 'succeeded' | 'failed';

/** Kinds in the order in which they are applied; others come after. */
const kindOrder = [
  'Namespace',
  'NetworkPolicy',
  'ServiceAccount',
  'Secret',
  'SealedSecret',
  'ExternalSecret',
  'ConfigMap',
  'PersistentVolumeClaim',
  'Role',
  'RoleBinding',
  'Service',
];

/** The tasks of a sync, by phase, wave and kind. A sync of selected resources runs no hooks. */
export function syncTasks(
  objects: readonly KubernetesObject[],
  isSelective: boolean,
): readonly SyncTask[] {
  const tasks = objects.flatMap((object): readonly SyncTask[] => {
    const wave = waveOf(object);
    if (!isHook(object)) {
      return [{ object, phase: 'Sync', wave, isHook: false }];
    }
    return isSelective
      ? []
      : hookPhases(object).map(phase => ({
          object,
          phase,
          wave,
          isHook: true,
        }));
  });
  const rank = ({ object }: SyncTask) => {
    const index = kindOrder.indexOf(object.kind);
    return index < 0 ? kindOrder.length : index;
  };
  return [...tasks].sort(
    (a, b) =>
      syncPhases.indexOf(a.phase) - syncPhases.indexOf(b.phase) ||
      a.wave - b.wave ||
      rank(a) - rank(b),
  );
}

/** True when both run together. */
export function isSameStep(a: SyncTask, b: SyncTask): boolean {
  return a.phase === b.phase && a.wave === b.wave;
}

/** The result that a task already has in this operation. */
export function resultOfTask(
  task: SyncTask,
  results: readonly ResourceResult[],
): ResourceResult | undefined {
  const { object, phase } = task;
  return results.find(
    result =>
      result.syncPhase === phase &&
      result.kind === object.kind &&
      result.group === groupOf(object) &&
      result.name === object.metadata.name &&
      (result.namespace === '' ||
        result.namespace === object.metadata.namespace),
  );
}

/** What has become of a task that was applied: hooks end, other objects become healthy. */
export function taskState(
  task: SyncTask,
  results: readonly ResourceResult[],
  cluster: Cluster,
): TaskState {
  const result = resultOfTask(task, results);
  if (!result) {
    return 'pending';
  }
  if (result.hookPhase !== 'Running') {
    return result.hookPhase === 'Succeeded' ? 'succeeded' : 'failed';
  }
  const live = cluster.find(task.object);
  const health = live && healthOf(liveObject(live));
  switch (health?.status) {
    case undefined:
    case 'Healthy':
      return 'succeeded';
    case 'Degraded':
      return 'failed';
    default:
      return 'running';
  }
}
