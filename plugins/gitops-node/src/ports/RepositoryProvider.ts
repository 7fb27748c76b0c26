import type {
  Commit,
  Comparison,
  ProjectRef,
} from '@slipway/plugin-gitops-common';
import type { CallOptions } from './DeploymentEngine';

/**
 * Source of repositories. Providers do not cache; what a full SHA names never changes, so the backend does.
 * @public
 */
export interface RepositoryProvider {
  readonly id: string;

  /** The project behind a clone or web URL, or undefined when its host is not configured for this provider. Never calls out. */
  projectOf(repoUrl: string): ProjectRef | undefined;

  /**
   * The commits reachable from `to` but not from `from`, and of a project with a `folder` only those that changed it; both may be
   * short SHAs. Throws `NotFoundError` for an unknown revision.
   */
  compare(
    project: ProjectRef,
    from: string,
    to: string,
    options?: CallOptions,
  ): Promise<Comparison>;

  /** One commit by full or short SHA. Throws `NotFoundError`. */
  commit(
    project: ProjectRef,
    sha: string,
    options?: CallOptions,
  ): Promise<Commit>;

  /** Text of a file at a revision. Throws `NotFoundError`. */
  readFile(
    project: ProjectRef,
    path: string,
    revision: string,
    options?: CallOptions,
  ): Promise<string>;
}
