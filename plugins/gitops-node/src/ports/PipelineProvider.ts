import type { Entity } from '@backstage/catalog-model';
import type { PipelineRun, ProjectRef } from '@slipway/plugin-gitops-common';
import type { CallOptions } from './DeploymentEngine';

/** What a person can do with a run. @public */
export type PipelineCommand =
  | { readonly type: 'retry'; readonly pipelineId: string }
  | { readonly type: 'play'; readonly jobId: string };

/**
 * Source of pipelines. Providers do not cache; the backend does.
 * @public
 */
export interface PipelineProvider {
  /** What `ProjectRef.provider` says, for example `gitlab`. */
  readonly id: string;

  /** The project that an entity's annotations name, or undefined when this provider is not meant. Never calls out. */
  projectOf(entity: Entity): ProjectRef | undefined;

  /**
   * The newest run of each project's default branch, without stages but with `currentStage` and `commit`, in the order of
   * `projects`; `undefined` for a project that has none or that cannot be seen. Uses as few upstream requests as it can.
   */
  latest(
    projects: readonly ProjectRef[],
    options?: CallOptions,
  ): Promise<readonly (PipelineRun | undefined)[]>;

  /**
   * Newest first, at most `limit` (≤ 50) runs of the default branch, each with its commit. The first carries its stages and
   * jobs, the others need not. Throws `NotFoundError` when the project cannot be seen.
   */
  recent(
    project: ProjectRef,
    options: CallOptions & { readonly limit: number },
  ): Promise<readonly PipelineRun[]>;

  /** Resolves when the provider accepted the command. */
  run(
    project: ProjectRef,
    command: PipelineCommand,
    options?: CallOptions,
  ): Promise<void>;
}
