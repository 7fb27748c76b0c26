import { seconds, type Cluster } from '../cluster';
import type { Clock } from '../state';
import type { ApplicationSetController } from './applicationSets';
import type { ArgocdStore } from './ArgocdStore';
import { decideAutoSync } from './decideAutoSync';
import type { GitHosts } from './GitHosts';
import { hasSyncOption } from './hooks';
import type { ManifestSource } from './ManifestSource';
import {
  sourcesOf,
  type Application,
  type HistoryEntry,
  type Operation,
  type OperationState,
} from './model';
import { refreshApplication, statusAfterRefresh } from './refreshApplication';
import { stateAfterFailure, stateOfRetry } from './retrySync';
import { runSync } from './runSync';

export interface ControllerOptions {
  readonly store: ArgocdStore;
  readonly cluster: Cluster;
  readonly hosts: GitHosts;
  readonly applicationSets: ApplicationSetController;
  readonly manifests: ManifestSource;
  readonly clock: Clock;
  readonly speed?: number;
  /** Receives what should not happen; the controller goes on with the next application. */
  readonly onError?: (error: unknown) => void;
}

const historyLimit = 10;

/**
 * Compares, syncs and deletes applications. Nothing moves by itself: pushes and changes in the cluster queue refreshes, and
 * whoever owns it calls `step` about once a second of its time.
 */
export class ApplicationController {
  readonly #options: ControllerOptions;
  /** Applications to compare: with the newest commit, or with the one of the last comparison when only the cluster changed. */
  readonly #queue = new Map<string, 'latest' | 'recent'>();
  readonly #unsubscribe: readonly (() => void)[];
  #work: Promise<void> = Promise.resolve();

  constructor(options: ControllerOptions) {
    const { hosts, cluster, store } = options;
    this.#options = options;
    this.#unsubscribe = [
      cluster.onChange(name => this.#requestRecent(name)),
      hosts.onPush((git, repo) => {
        for (const application of store.applications()) {
          if (
            sourcesOf(application.spec).some(source =>
              hosts.is(source.repoURL, git, repo),
            )
          ) {
            this.request(application.metadata.name);
          }
        }
        void this.settle();
      }),
    ];
  }

  /** Queues a refresh of one application, or of all. */
  request(name?: string): void {
    const names = name
      ? [name]
      : this.#options.store.applications().map(({ metadata }) => metadata.name);
    for (const each of names) {
      this.#queue.set(each, 'latest');
    }
  }

  /** Refreshes what is queued; resolves when nothing is. */
  async settle(): Promise<void> {
    return this.#inTurn(() => this.#drain());
  }

  /** About a second passes: operations get on by one phase, deletions happen, and what changed is compared. */
  async step(): Promise<void> {
    return this.#inTurn(async () => {
      for (const application of this.#options.store.applications()) {
        if (application.metadata.deletionTimestamp) {
          this.#finishDeletion(application);
        } else if (application.operation) {
          await this.#advance(application, application.operation);
        } else if (this.#mayHeal(application)) {
          this.#requestRecent(application.metadata.name);
        }
      }
      await this.#drain();
    });
  }

  close(): Promise<void> {
    this.#unsubscribe.forEach(stop => stop());
    return this.#work;
  }

  /** One thing at a time: refreshes and steps never run into each other. */
  #inTurn(work: () => Promise<void>): Promise<void> {
    this.#work = this.#work
      .then(work)
      .catch(error => this.#options.onError?.(error));
    return this.#work;
  }

  async #drain(): Promise<void> {
    await this.#options.applicationSets.settle();
    for (const [name, against] of this.#queue) {
      this.#queue.delete(name);
      await this.#refresh(name, against);
    }
  }

  #requestRecent(name: string): void {
    if (!this.#queue.has(name)) {
      this.#queue.set(name, 'recent');
    }
  }

  async #refresh(name: string, against: 'latest' | 'recent'): Promise<void> {
    const { store, manifests, cluster, clock } = this.#options;
    const application = store.application(name);
    if (!application || application.metadata.deletionTimestamp) {
      return;
    }
    const project = store.project(application.spec.project);
    const { revision, revisions } = application.status.sync;
    const result = await refreshApplication(
      application,
      project,
      manifests,
      cluster,
      against === 'recent' ? (revisions ?? [revision]) : [],
    );
    const refreshed = store.updateApplication(name, current => ({
      ...current,
      status: statusAfterRefresh(current, result, cluster, clock.now()),
    }));
    if (refreshed && result.state === 'compared') {
      this.#automate(refreshed);
    }
  }

  #automate(application: Application): void {
    const { store } = this.#options;
    const { name } = application.metadata;
    const decision = decideAutoSync(
      application,
      this.#secondsSinceSync(application),
    );
    const message = decision.action === 'refuse' ? decision.message : undefined;
    store.updateApplication(name, current => ({
      ...current,
      status: this.#withSyncError(current, message),
      ...(decision.action === 'sync' && { operation: decision.operation }),
    }));
  }

  #withSyncError(application: Application, message: string | undefined) {
    const { status } = application;
    const old = (status.conditions ?? []).find(
      ({ type }) => type === 'SyncError',
    );
    if (old?.message === message) {
      return status;
    }
    const conditions = [
      ...(status.conditions ?? []).filter(({ type }) => type !== 'SyncError'),
      ...(message
        ? [{ type: 'SyncError', message, lastTransitionTime: this.#now() }]
        : []),
    ];
    return {
      ...status,
      conditions: conditions.length > 0 ? conditions : undefined,
    };
  }

  async #advance(
    application: Application,
    operation: Operation,
  ): Promise<void> {
    const { store, manifests, cluster } = this.#options;
    const { name } = application.metadata;
    const state = application.status.operationState;
    const retrying = state?.phase === 'Running' && state.finishedAt;
    if (!state || (state.finishedAt && !retrying)) {
      this.#setOperationState(name, {
        operation,
        phase: 'Running',
        message: 'waiting for completion of hooks and resources',
        startedAt: this.#now(),
      });
      return;
    }
    if (state.phase === 'Terminating') {
      this.#finish(name, {
        ...state,
        phase: 'Failed',
        message: 'Operation terminated',
        finishedAt: this.#now(),
      });
      return;
    }
    if (retrying) {
      const next = stateOfRetry(state, this.#options.clock.now(), this.#second);
      this.#setOperationState(name, next ?? state);
      return;
    }
    const project = store.project(application.spec.project);
    const outcome = project
      ? await runSync(application, state.operation, state, {
          project,
          manifests,
          cluster,
        })
      : {
          phase: 'Error' as const,
          message: `project ${application.spec.project} does not exist`,
        };
    if (outcome.phase === 'Running') {
      this.#setOperationState(name, { ...state, ...outcome });
      return;
    }
    this.#finishOrRetry(name, {
      ...state,
      ...outcome,
      finishedAt: this.#now(),
    });
  }

  #finishOrRetry(name: string, state: OperationState): void {
    const next = stateAfterFailure(
      state,
      this.#options.clock.now(),
      this.#second,
    );
    if (state.phase === 'Succeeded' || !next) {
      this.#finish(name, state);
      return;
    }
    this.#setOperationState(name, next);
    this.request(name);
  }

  #finish(name: string, state: OperationState): void {
    this.#options.store.updateApplication(name, current => {
      const { operation: _, ...rest } = current;
      const { sync } = state.operation;
      const remembered =
        state.phase === 'Succeeded' && !sync.dryRun && !sync.resources?.length;
      return {
        ...rest,
        status: {
          ...current.status,
          operationState: state,
          ...(remembered && {
            history: appendHistory(current.status.history, state),
          }),
        },
      };
    });
    this.request(name);
  }

  #setOperationState(name: string, operationState: OperationState): void {
    this.#options.store.updateApplication(name, current => ({
      ...current,
      status: { ...current.status, operationState },
    }));
  }

  #finishDeletion(application: Application): void {
    const { cluster, store } = this.#options;
    const { name, finalizers = [] } = application.metadata;
    if (
      finalizers.some(finalizer =>
        finalizer.startsWith('resources-finalizer.argocd.argoproj.io'),
      )
    ) {
      for (const { object } of cluster.recordsOf(name)) {
        if (!hasSyncOption(object, 'Delete=false')) {
          cluster.delete(object);
        }
      }
    }
    store.removeApplication(name);
  }

  #mayHeal({ spec, status }: Application): boolean {
    return (
      spec.syncPolicy?.automated?.selfHeal === true &&
      status.sync.status === 'OutOfSync'
    );
  }

  #secondsSinceSync({ status }: Application): number {
    const { clock, speed = 1 } = this.#options;
    const finishedAt = status.operationState?.finishedAt;
    return finishedAt
      ? ((clock.now().getTime() - Date.parse(finishedAt)) / 1000) * speed
      : Number.POSITIVE_INFINITY;
  }

  /** How long a second of its time lasts, in milliseconds. */
  get #second(): number {
    return 1000 / (this.#options.speed ?? 1);
  }

  #now(): string {
    return seconds(this.#options.clock.now().toISOString());
  }
}

function appendHistory(
  history: readonly HistoryEntry[] = [],
  state: OperationState,
): readonly HistoryEntry[] {
  const { syncResult } = state;
  const last = history[history.length - 1];
  const entry: HistoryEntry = {
    ...(syncResult?.revision && { revision: syncResult.revision }),
    ...(syncResult?.revisions && { revisions: syncResult.revisions }),
    deployedAt: state.finishedAt ?? state.startedAt,
    id: last ? last.id + 1 : 0,
    ...(syncResult?.source && { source: syncResult.source }),
    ...(syncResult?.sources && { sources: syncResult.sources }),
    deployStartedAt: state.startedAt,
    initiatedBy: state.operation.initiatedBy,
  };
  return [...history, entry].slice(-historyLimit);
}
