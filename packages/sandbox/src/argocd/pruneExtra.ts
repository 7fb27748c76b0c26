import type { Cluster } from '../cluster';
import { groupOf, type KubernetesObject } from '../render';
import { hasSyncOption, isHook, waveOf } from './hooks';
import type { TargetState } from './ManifestSource';
import type { Application, Operation, ResourceResult } from './model';
import { resultOf } from './syncResults';

/** What nobody asks for any more goes, later waves first. */
export function pruneExtra(
  application: Application,
  target: TargetState,
  operation: Operation,
  cluster: Cluster,
): readonly ResourceResult[] {
  const { name } = application.metadata;
  const wanted = new Set(target.objects.map(object => cluster.find(object)));
  return cluster
    .recordsOf(name)
    .filter(
      record =>
        record.application === name &&
        !wanted.has(record) &&
        !isHook(record.object) &&
        isSelected(record.object, operation.sync.resources),
    )
    .sort((a, b) => waveOf(b.object) - waveOf(a.object))
    .map(({ object }) => {
      if (!operation.sync.prune) {
        return resultOf(object, 'PruneSkipped', 'ignored (requires pruning)');
      }
      if (hasSyncOption(object, 'Prune=false')) {
        return resultOf(object, 'PruneSkipped', 'ignored (no prune)');
      }
      if (!operation.sync.dryRun) {
        cluster.delete(object);
      }
      return resultOf(object, 'Pruned', 'pruned');
    });
}

/** Whether an operation is about an object: without a selection it is about all. */
export function isSelected(
  object: KubernetesObject,
  resources: Operation['sync']['resources'],
): boolean {
  return (
    !resources ||
    resources.length === 0 ||
    resources.some(
      item =>
        (item.group ?? '') === groupOf(object) &&
        item.kind === object.kind &&
        item.name === object.metadata.name,
    )
  );
}
