import { imagesOf, podTemplateOf } from '../cluster/podTemplate';
import { groupOf, versionOf, type KubernetesObject } from '../render';
import { isNamespaced } from '../render/KubernetesObject';
import type { ResourceResult } from './model';
import type { SyncTask, TaskState } from './syncTasks';

/** What came of an object; until something else is known, it is being applied. */
export function resultOf(
  object: KubernetesObject,
  status: ResourceResult['status'],
  message: string,
): ResourceResult {
  const images = imagesOf(podTemplateOf(object));
  return {
    group: groupOf(object),
    version: versionOf(object),
    kind: object.kind,
    namespace: isNamespaced(object) ? (object.metadata.namespace ?? '') : '',
    name: object.metadata.name,
    status,
    message,
    hookPhase: status === 'SyncFailed' ? 'Failed' : 'Running',
    syncPhase: 'Sync',
    ...(images.length > 0 && { images }),
  };
}

/** The result of a task that was applied, `verb` being kubectl's word for it. */
export function resultOfApply(task: SyncTask, verb: string): ResourceResult {
  const { object } = task;
  return {
    ...resultOf(object, 'Synced', `${resourceName(object)} ${verb}`),
    syncPhase: task.phase,
    ...(task.isHook && { hookType: task.phase }),
  };
}

/** The result of a task, with what has become of it. */
export function withPhase(
  result: ResourceResult,
  tasks: readonly SyncTask[],
  states: ReadonlyMap<SyncTask, TaskState>,
): ResourceResult {
  const task = tasks.find(
    ({ object, phase }) =>
      phase === result.syncPhase &&
      object.kind === result.kind &&
      object.metadata.name === result.name &&
      groupOf(object) === result.group,
  );
  switch (task && states.get(task)) {
    case 'succeeded':
      return { ...result, hookPhase: 'Succeeded' };
    case 'failed':
      return { ...result, hookPhase: 'Failed' };
    default:
      return result;
  }
}

function resourceName(object: KubernetesObject): string {
  const group = groupOf(object);
  const kind = object.kind.toLowerCase();
  return `${group ? `${kind}.${group}` : kind}/${object.metadata.name}`;
}
