import type { Repository } from './PreflightRequest';

/** What the check of a repository asks of a Git host. */
export interface RepositoryHost {
  /** Undefined when there is none, or none that may be seen. */
  find(
    repository: Repository,
    signal: AbortSignal | undefined,
  ): Promise<ExistingRepository | undefined>;
  /** Why a new one cannot be created, with what to do. */
  whyNotCreate(
    repository: Repository,
    signal: AbortSignal | undefined,
  ): Promise<string | undefined>;
}

/** A repository that is there, and what can be asked of it. */
export interface ExistingRepository {
  readonly webUrl: string;
  /** Why nothing can be proposed to it, with what to do. */
  whyNotPropose(): Promise<string | undefined>;
  /** Whether its default branch has a file or folder. */
  hasPath(path: string): Promise<boolean>;
  hasBranch(branch: string): Promise<boolean>;
}
