import type { Cluster } from '../cluster';
import {
  groupOf,
  RenderError,
  versionOf,
  type KubernetesObject,
} from '../render';
import { isNamespaced } from '../render/KubernetesObject';
import { imagesOf, podTemplateOf } from '../cluster/podTemplate';
import type { ManifestSource, TargetState } from './ManifestSource';
import type {
  Application,
  Operation,
  OperationState,
  Project,
  ResourceResult,
} from './model';
import { resourceProblem } from './projectRules';
import { revisionFields } from './refreshApplication';

/** How an operation ended. */
export type SyncOutcome = Pick<
  OperationState,
  'phase' | 'message' | 'syncResult'
>;

/** Kinds in the order in which they are applied; others come after. */
const kindOrder = [
  'Namespace',
  'NetworkPolicy',
  'ServiceAccount',
  'Secret',
  'SealedSecret',
  'ConfigMap',
  'PersistentVolumeClaim',
  'Role',
  'RoleBinding',
  'Service',
];

/** Applies what the operation asks for to the cluster. */
export async function runSync(
  application: Application,
  operation: Operation,
  project: Project,
  manifests: ManifestSource,
  cluster: Cluster,
): Promise<SyncOutcome> {
  let target: TargetState;
  try {
    const { revision, revisions } = operation.sync;
    target = await manifests.render(application, revisions ?? [revision]);
  } catch (error) {
    if (error instanceof RenderError) {
      const message = `ComparisonError: Failed to load target state: ${error.message}`;
      return { phase: 'Error', message };
    }
    throw error;
  }
  const { sync } = operation;
  const result = (resources: readonly ResourceResult[]) => ({
    ...(resources.length > 0 && { resources }),
    ...revisionFields(application, target.revisions),
    ...(sync.sources ? { sources: sync.sources } : { source: sync.source }),
  });
  const objects = inOrder(target.objects).filter(object =>
    isSelected(object, sync.resources),
  );

  const invalid = objects.flatMap(object => {
    const message = resourceProblem(object, project);
    return message ? [resultOf(object, 'SyncFailed', message)] : [];
  });
  if (invalid.length > 0) {
    return {
      phase: 'Failed',
      message: `one or more synchronization tasks are not valid: ${invalid[0]?.message}`,
      syncResult: result(invalid),
    };
  }
  const created = ensureNamespace(application, cluster, sync.dryRun === true);
  if (created === undefined) {
    const { namespace = '' } = application.spec.destination;
    const message = `namespaces "${namespace}" not found`;
    return {
      phase: 'Failed',
      message: `one or more objects failed to apply, reason: ${message}`,
      syncResult: result(
        objects.map(object => resultOf(object, 'SyncFailed', message)),
      ),
    };
  }
  const applied = objects.map(object => {
    const verb = sync.dryRun
      ? 'configured (dry run)'
      : cluster.apply(object, application.metadata.name);
    return resultOf(object, 'Synced', `${resourceName(object)} ${verb}`);
  });
  return {
    phase: 'Succeeded',
    message: 'successfully synced (all tasks run)',
    syncResult: result([
      ...created,
      ...applied,
      ...pruneExtra(application, target, operation, cluster),
    ]),
  };
}

function ensureNamespace(
  application: Application,
  cluster: Cluster,
  dryRun: boolean,
): readonly ResourceResult[] | undefined {
  const { namespace } = application.spec.destination;
  if (!namespace || cluster.hasNamespace(namespace)) {
    return [];
  }
  if (
    !application.spec.syncPolicy?.syncOptions?.includes('CreateNamespace=true')
  ) {
    return undefined;
  }
  if (!dryRun) {
    cluster.createNamespace(namespace);
  }
  const object = {
    apiVersion: 'v1',
    kind: 'Namespace',
    metadata: { name: namespace },
  };
  return [
    {
      ...resultOf(object, 'Synced', `namespace/${namespace} created`),
      syncPhase: 'PreSync',
    },
  ];
}

function pruneExtra(
  application: Application,
  target: TargetState,
  operation: Operation,
  cluster: Cluster,
): readonly ResourceResult[] {
  const { name } = application.metadata;
  const wanted = new Set(target.objects.map(object => cluster.find(object)));
  const extra = cluster
    .recordsOf(name)
    .filter(record => record.application === name && !wanted.has(record));
  return extra
    .filter(({ object }) => isSelected(object, operation.sync.resources))
    .map(({ object }) => {
      if (!operation.sync.prune) {
        return resultOf(object, 'PruneSkipped', 'ignored (requires pruning)');
      }
      if (!operation.sync.dryRun) {
        cluster.delete(object);
      }
      return resultOf(object, 'Pruned', 'pruned');
    });
}

function isSelected(
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

function inOrder(
  objects: readonly KubernetesObject[],
): readonly KubernetesObject[] {
  const rank = (object: KubernetesObject) => {
    const index = kindOrder.indexOf(object.kind);
    return index < 0 ? kindOrder.length : index;
  };
  return [...objects].sort((a, b) => rank(a) - rank(b));
}

function resultOf(
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

function resourceName(object: KubernetesObject): string {
  const group = groupOf(object);
  const kind = object.kind.toLowerCase();
  return `${group ? `${kind}.${group}` : kind}/${object.metadata.name}`;
}
