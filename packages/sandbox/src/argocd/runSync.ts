import type { Cluster } from '../cluster';
import { groupOf, RenderError } from '../render';
import { applyTask } from './applyTask';
import { declarationProblem } from './DeclaredObjects';
import { deletePolicies } from './hooks';
import type { ManifestSource, TargetState } from './ManifestSource';
import type {
  Application,
  Operation,
  OperationState,
  Project,
  ResourceResult,
} from './model';
import { resourceProblem } from './projectRules';
import { isSelected, pruneExtra } from './pruneExtra';
import { revisionFields } from './refreshApplication';
import { resultOf, resultOfApply, withPhase } from './syncResults';
import { isSameStep, syncTasks, taskState, type SyncTask } from './syncTasks';

/** How an operation ended, or how far it is while its phase is `Running`. */
export type SyncOutcome = Pick<
  OperationState,
  'phase' | 'message' | 'syncResult'
>;

export interface SyncWorld {
  readonly project: Project;
  readonly manifests: ManifestSource;
  readonly cluster: Cluster;
}

/**
 * One step of an operation: waits for the wave before, or applies the next one. The operation's state says what was done already.
 * Rules: gitops-engine `pkg/sync/sync_context.go`.
 */
export async function runSync(
  application: Application,
  operation: Operation,
  state: OperationState,
  world: SyncWorld,
): Promise<SyncOutcome> {
  const { project, manifests, cluster } = world;
  const { sync } = operation;
  let target: TargetState;
  try {
    // what the operation began with is what it ends with, whatever is pushed meanwhile
    const { revision, revisions } = state.syncResult ?? sync;
    target = await manifests.render(application, revisions ?? [revision]);
  } catch (error) {
    if (error instanceof RenderError) {
      const message = `ComparisonError: Failed to load target state: ${error.message}`;
      return { phase: 'Error', message };
    }
    throw error;
  }
  const done = state.syncResult?.resources ?? [];
  const answer = (
    phase: SyncOutcome['phase'],
    message: string,
    resources: readonly ResourceResult[],
  ): SyncOutcome => ({
    phase,
    message,
    syncResult: {
      ...(resources.length > 0 && { resources }),
      ...revisionFields(application, target.revisions),
      ...(sync.sources ? { sources: sync.sources } : { source: sync.source }),
    },
  });
  const isSelective = (sync.resources?.length ?? 0) > 0;
  const tasks = syncTasks(
    target.objects.filter(object => isSelected(object, sync.resources)),
    isSelective,
  );

  const invalid = tasks.flatMap(({ object }) => {
    const message =
      resourceProblem(object, project) ?? declarationProblem(object);
    return message ? [resultOf(object, 'SyncFailed', message)] : [];
  });
  if (invalid.length > 0) {
    const message = `one or more synchronization tasks are not valid: ${invalid[0]?.message}`;
    return answer('Failed', message, invalid);
  }
  const created = ensureNamespace(application, cluster, sync.dryRun === true);
  if (created === undefined) {
    const { namespace = '' } = application.spec.destination;
    const message = `namespaces "${namespace}" not found`;
    return answer(
      'Failed',
      `one or more objects failed to apply, reason: ${message}`,
      tasks.map(({ object }) => resultOf(object, 'SyncFailed', message)),
    );
  }
  if (sync.dryRun) {
    const results = tasks.map(task =>
      resultOfApply(task, 'configured (dry run)'),
    );
    const pruned = pruneExtra(application, target, operation, cluster);
    return answer('Succeeded', 'successfully synced (all tasks run)', [
      ...results,
      ...pruned,
    ]);
  }

  const isMultiStep = tasks.some(
    task => !tasks[0] || !isSameStep(task, tasks[0]),
  );
  const states = new Map(
    tasks.map(task => [task, taskState(task, done, cluster)]),
  );
  const waiting = tasks.filter(
    task => states.get(task) === 'running' && (isMultiStep || task.isHook),
  );
  if (waiting.length > 0) {
    return answer('Running', waitingFor(waiting), done);
  }
  const settled = done.map(result => withPhase(result, tasks, states));
  if (
    tasks.some(
      task => states.get(task) === 'failed' && (isMultiStep || task.isHook),
    )
  ) {
    const message =
      'one or more synchronization tasks completed unsuccessfully';
    return answer('Failed', message, settled);
  }
  const pending = tasks.filter(task => states.get(task) === 'pending');
  const [next] = pending;
  const step = next ? pending.filter(task => isSameStep(task, next)) : [];
  const applied = step.map(task =>
    applyTask(task, application.metadata.name, cluster),
  );
  const results = [...created, ...settled, ...applied];
  const refused = applied.find(({ status }) => status === 'SyncFailed');
  if (refused) {
    const message = `one or more objects failed to apply, reason: ${refused.message}`;
    return answer('Failed', message, results);
  }
  const remaining = pending.filter(task => task.isHook || !step.includes(task));
  if (remaining.length > 0) {
    return answer('Running', waitingFor(remaining), results);
  }
  removeHooks(tasks, cluster);
  return answer('Succeeded', 'successfully synced (all tasks run)', [
    ...results,
    ...pruneExtra(application, target, operation, cluster),
  ]);
}

/** Hooks that say they shall go once they have succeeded. */
function removeHooks(tasks: readonly SyncTask[], cluster: Cluster): void {
  for (const { object } of tasks.filter(task => task.isHook)) {
    if (deletePolicies(object).includes('HookSucceeded')) {
      cluster.delete(object);
    }
  }
}

function waitingFor(tasks: readonly SyncTask[]): string {
  const [first] = tasks;
  if (!first) {
    return '';
  }
  const { object, isHook: hook } = first;
  const what = hook ? 'completion of hook' : 'healthy state of';
  const more =
    tasks.length > 1
      ? ` and ${tasks.length - 1} more ${hook ? 'hooks' : 'resources'}`
      : '';
  return `waiting for ${what} ${groupOf(object)}/${object.kind}/${object.metadata.name}${more}`;
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
      hookPhase: 'Succeeded',
      syncPhase: 'PreSync',
    },
  ];
}
