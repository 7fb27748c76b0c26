import { immutableField, type Cluster } from '../cluster';
import { deletePolicies, hasSyncOption } from './hooks';
import type { ResourceResult } from './model';
import { resultOf, resultOfApply } from './syncResults';
import type { SyncTask } from './syncTasks';

/**
 * Applies one object. What cannot be changed fails, unless its own sync options say `Force=true`; with `Replace=true` as well it
 * is made anew in every sync. Rules: gitops-engine `applyObject`, `kubectl apply --force`, `kubectl replace --force`.
 */
export function applyTask(
  task: SyncTask,
  application: string,
  cluster: Cluster,
): ResourceResult {
  const { object } = task;
  if (task.isHook && deletePolicies(object).includes('BeforeHookCreation')) {
    cluster.delete(object);
  }
  const live = cluster.find(object);
  const problem = live && immutableField(live.object, object);
  const force = hasSyncOption(object, 'Force=true');
  if (problem && !force) {
    return {
      ...resultOf(object, 'SyncFailed', problem),
      syncPhase: task.phase,
      ...(task.isHook && { hookType: task.phase }),
    };
  }
  if (live && force && (problem || hasSyncOption(object, 'Replace=true'))) {
    cluster.delete(object);
    cluster.apply(object, application);
    return resultOfApply(task, 'replaced');
  }
  return resultOfApply(task, cluster.apply(object, application));
}
