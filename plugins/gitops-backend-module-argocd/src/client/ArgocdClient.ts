import type { CallOptions } from '@slipway/plugin-gitops-node';
import type {
  ArgocdApplication,
  ArgocdProject,
  ArgocdResourceTree,
} from './wire';

/** Metadata of an object that is about to be applied. @public */
export interface ArgocdObjectMeta {
  readonly name: string;
  /** Of the object itself; Argo CD's own namespace when absent. */
  readonly namespace?: string;
  readonly labels?: Readonly<Record<string, string>>;
  readonly annotations?: Readonly<Record<string, string>>;
  readonly finalizers?: readonly string[];
}

/** An `AppProject` to apply; `spec` is sent as it is. @public */
export interface ArgocdProjectManifest {
  readonly metadata: ArgocdObjectMeta;
  readonly spec: Readonly<Record<string, unknown>>;
}

/** An `Application` to apply; `spec` is sent as it is. @public */
export interface ArgocdApplicationManifest {
  readonly metadata: ArgocdObjectMeta;
  readonly spec: Readonly<Record<string, unknown>>;
}

/** Narrows a call to one application. @public */
export interface ArgocdApplicationScope extends CallOptions {
  /** With it a missing application is told apart from a forbidden one. */
  readonly project?: string;
  /** Namespace of the application object. */
  readonly namespace?: string;
}

/** What the stream says; `keepAlive` is a comment that the server sends while nothing changes. @public */
export type ArgocdStreamEvent =
  | {
      readonly type: 'ADDED' | 'MODIFIED' | 'DELETED';
      readonly application: ArgocdApplication;
    }
  | { readonly type: 'keepAlive' };

/**
 * Argo CD's HTTP API, one call a method. Errors are `@backstage/errors` that name the instance and carry the answer as
 * `cause`: `NotFoundError`, `ConflictError` (an object that differs, and `upsert` was not asked for), `InputError` (Argo CD
 * found the object invalid), and `ServiceUnavailableError` for all else, refused credentials included.
 * @public
 */
export interface ArgocdClient {
  readonly instance: string;
  /** For people: `Argo CD “main”`. */
  readonly title: string;

  /** Undefined when there is none. */
  getProject(
    name: string,
    options?: CallOptions,
  ): Promise<ArgocdProject | undefined>;

  /** Creates the project; an identical one is left as it is, a different one is replaced with `upsert` only. */
  applyProject(
    project: ArgocdProjectManifest,
    options?: CallOptions & { readonly upsert?: boolean },
  ): Promise<ArgocdProject>;

  /** False when there was none. Argo CD refuses while applications belong to the project. */
  deleteProject(name: string, options?: CallOptions): Promise<boolean>;

  /** Undefined when there is none. Without `project` it looks in all projects that the credentials may read. */
  getApplication(
    name: string,
    options?: ArgocdApplicationScope,
  ): Promise<ArgocdApplication | undefined>;

  /**
   * Creates the application; an identical one is left as it is, a different one is replaced with `upsert` only. `validate`
   * (default true) lets Argo CD render the source first and refuse one that it cannot.
   */
  applyApplication(
    application: ArgocdApplicationManifest,
    options?: CallOptions & {
      readonly upsert?: boolean;
      readonly validate?: boolean;
    },
  ): Promise<ArgocdApplication>;

  /** False when there was none. `cascade` (default true) deletes what it deployed as well; the deletion goes on after the answer. */
  deleteApplication(
    name: string,
    options?: ArgocdApplicationScope & { readonly cascade?: boolean },
  ): Promise<boolean>;

  /** Names of all applications that the credentials may read, without anything else of them. */
  listApplications(
    options?: CallOptions,
  ): Promise<readonly { readonly name: string; readonly namespace?: string }[]>;

  /**
   * Every application as `ADDED`, then changes as they happen. Ends quietly when `signal` aborts, throws when the connection
   * ends or, once it began, stays silent for longer than the keep-alive allows. Where there is no application yet, Argo CD
   * answers nothing at all until there is one.
   */
  streamApplications(options: {
    readonly signal: AbortSignal;
  }): AsyncIterable<ArgocdStreamEvent>;

  /** Rendered objects as JSON, at the given revision of each source. */
  renderManifests(
    name: string,
    revisions: readonly string[],
    options?: ArgocdApplicationScope,
  ): Promise<readonly string[]>;

  getResourceTree(
    name: string,
    options?: ArgocdApplicationScope,
  ): Promise<ArgocdResourceTree>;

  /** Starts a sync to the target revision, by the application's own sync options. */
  syncApplication(
    name: string,
    options?: ArgocdApplicationScope,
  ): Promise<void>;

  /** Throws `ConflictError` when no operation runs. */
  terminateOperation(
    name: string,
    options?: ArgocdApplicationScope,
  ): Promise<void>;

  /** Asks Argo CD to compare with Git now instead of at its next poll. */
  refreshApplication(
    name: string,
    options?: ArgocdApplicationScope,
  ): Promise<void>;
}
