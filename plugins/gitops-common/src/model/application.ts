/**
 * Names one application of one deployment engine instance.
 * @public
 */
export interface ApplicationId {
  /** Name of the configured engine instance, for example the Argo CD called `main`. */
  readonly instance: string;
  readonly name: string;
  /** Namespace of the application object itself, where the engine reports one. */
  readonly namespace?: string;
}

/** Whether what is in Git equals what is in the cluster. @public */
export type SyncState = 'synced' | 'outOfSync' | 'unknown';

/** @public */
export type HealthState =
  'healthy' | 'progressing' | 'degraded' | 'suspended' | 'missing' | 'unknown';

/** One sync operation, running or finished. Times are ISO 8601. @public */
export interface SyncOperation {
  readonly phase: 'running' | 'terminating' | 'succeeded' | 'failed' | 'error';
  readonly message?: string;
  readonly startedAt?: string;
  readonly finishedAt?: string;
  /** User name, or `automated` when the engine's own policy started it. */
  readonly initiatedBy?: string;
}

/** Where manifests come from. @public */
export interface ApplicationSource {
  readonly repoUrl: string;
  /** Folder in the repository; absent for a Helm chart from a chart repository. */
  readonly path?: string;
  readonly chart?: string;
  readonly targetRevision?: string;
  readonly helmValueFiles?: readonly string[];
}

/** One finished deployment, as the engine remembers it. @public */
export interface ApplicationHistoryEntry {
  /** Increases with every deployment of the application. */
  readonly id: number;
  /** One revision a source, in the order of the sources. */
  readonly revisions: readonly string[];
  readonly startedAt?: string;
  readonly deployedAt: string;
  readonly initiatedBy?: string;
}

/**
 * What a deployment engine knows of one application: provider-neutral, small, without rendered manifests.
 * @public
 */
export interface Application {
  readonly id: ApplicationId;
  readonly project: string;
  readonly labels: Readonly<Record<string, string>>;
  readonly destination: {
    readonly server?: string;
    readonly name?: string;
    readonly namespace?: string;
  };
  readonly sources: readonly ApplicationSource[];
  readonly sync: {
    readonly state: SyncState;
    /** Revisions last compared with, one a source: what Git asks for, not what runs. */
    readonly revisions: readonly string[];
    /** Whether the engine syncs by itself. */
    readonly automated: boolean;
  };
  readonly health: { readonly state: HealthState; readonly message?: string };
  readonly operation?: SyncOperation;
  /** Oldest first. */
  readonly history: readonly ApplicationHistoryEntry[];
  /** Image references that run now; two tags of one image while a roll-out is under way; empty before any pod exists. */
  readonly liveImages: readonly string[];
  /** Problems that the engine reports, for example a path that does not exist. */
  readonly conditions: readonly {
    readonly type: string;
    readonly message: string;
  }[];
  readonly links: {
    /** The application's page in the engine's own interface. */
    readonly engine?: string;
    /** Sites that the application serves, as the engine lists them. */
    readonly external: readonly string[];
  };
  /** Orders two snapshots of one application: a decimal number that only grows. */
  readonly version: string;
  /** When this snapshot was taken, ISO 8601. */
  readonly observedAt: string;
}
