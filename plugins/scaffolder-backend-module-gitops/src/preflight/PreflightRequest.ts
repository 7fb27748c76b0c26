/** What is going to be created. */
export interface PreflightRequest {
  readonly component: string;
  readonly environments: readonly string[];
  readonly repository?: Repository;
  /** Present when the component becomes a folder of a repository that exists. */
  readonly proposal?: Proposal;
  readonly argocdInstance?: string;
  /** Argo CD project to create; absent when somebody else answers for it. */
  readonly project?: string;
  /** One for each environment. */
  readonly applications: readonly string[];
  /** Namespace of the catalog entity. */
  readonly entityNamespace: string;
}

/** A change that is going to be proposed. */
export interface Proposal {
  /** Folder that it adds. */
  readonly path: string;
  readonly branch: string;
}

/** The repository that is going to be created, or that something is proposed to. */
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
