import type {
  Application,
  ApplicationId,
  PodSummary,
} from '@slipway/plugin-gitops-common';

/**
 * What `watch` yields. A watch begins with exactly one `snapshot` of all applications; `heartbeat` says that the connection
 * lives though nothing changed.
 * @public
 */
export type DeploymentEngineEvent =
  | { readonly type: 'snapshot'; readonly applications: readonly Application[] }
  | { readonly type: 'upserted'; readonly application: Application }
  | { readonly type: 'deleted'; readonly id: ApplicationId }
  | { readonly type: 'heartbeat' };

/** Every call may be cancelled. @public */
export interface CallOptions {
  readonly signal?: AbortSignal;
}

/**
 * One instance of a continuous delivery engine. The projection holds exactly one `watch` for each; nothing is called when a
 * page is viewed.
 * @public
 */
export interface DeploymentEngine {
  /** Unique over all engines; what `ApplicationId.instance` says. */
  readonly instance: string;
  /** For people, for example `Argo CD “main”`. */
  readonly title: string;

  /**
   * Yields a snapshot, then changes in the order the engine reports them. Ends quietly when `signal` aborts; throws
   * (`ServiceUnavailableError` or another `@backstage/errors` error, with `cause`) when the connection is cut, refused, or silent
   * for longer than the engine's keep-alive. Never reconnects by itself: the caller decides when.
   */
  watch(options: {
    readonly signal: AbortSignal;
  }): AsyncIterable<DeploymentEngineEvent>;

  /**
   * Image references in the manifests of an application at one revision (per source, in order), sorted, without duplicates.
   * The answer for a full SHA never changes: the caller caches it for ever. Throws `NotFoundError` when the application is
   * gone or the revision cannot be rendered.
   */
  imagesOfRevisions(
    application: Application,
    revisions: readonly string[],
    options?: CallOptions,
  ): Promise<readonly string[]>;

  /** Pods of the application now. Costly upstream: on demand only. */
  pods(id: ApplicationId, options?: CallOptions): Promise<PodSummary>;

  /** Starts a sync to what Git asks for. Resolves when the engine accepted it; the outcome arrives through `watch`. */
  sync(application: Application, options?: CallOptions): Promise<void>;

  /** Stops a running sync. Resolves when the engine accepted it; without a running one throws `ConflictError`. */
  terminate(application: Application, options?: CallOptions): Promise<void>;
}
