/** What is going to be created. */
export interface PreflightRequest {
  readonly component: string;
  readonly environments: readonly string[];
  readonly repository?: Repository;
  readonly argocdInstance?: string;
  readonly project: string;
  /** One for each environment. */
  readonly applications: readonly string[];
  /** Namespace of the catalog entity. */
  readonly entityNamespace: string;
}

/** The repository that is going to be created. */
export interface Repository {
  readonly host: string;
  readonly owner: string;
  readonly name: string;
  /** Clone URL. */
  readonly url: string;
  /** Id of the kind of provider, for example `gitlab`. */
  readonly type: string;
}

/** One thing to look at before anything is created. Resolves to what is in the way, each with what to do. */
export type PreflightCheck = (
  request: PreflightRequest,
  signal: AbortSignal | undefined,
) => Promise<readonly string[]>;
