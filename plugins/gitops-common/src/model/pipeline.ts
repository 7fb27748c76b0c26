/** One project (repository) at a pipeline or repository provider. @public */
export interface ProjectRef {
  /** Id of the provider, for example `gitlab`. */
  readonly provider: string;
  /** Host as configured under `integrations`, with port if it has one. */
  readonly host: string;
  /** Full path, for example `shop/orders`. */
  readonly path: string;
  /**
   * Which of the project's pipelines is meant, where several services share the project: at GitHub the file or the name of a
   * workflow, at GitLab what the names of the service's jobs begin with.
   */
  readonly pipeline?: string;
  /** Where in the project its files are, for example `apps/orders`, where several services share the project. */
  readonly folder?: string;
}

/** @public */
export type PipelineStatus =
  | 'created'
  | 'pending'
  | 'running'
  | 'manual'
  | 'success'
  | 'failed'
  | 'canceled'
  | 'skipped'
  | 'unknown';

/** @public */
export interface Commit {
  /** Full SHA, 40 hexadecimal digits. */
  readonly sha: string;
  /** First line of the message. */
  readonly title: string;
  readonly authorName?: string;
  /** ISO 8601. */
  readonly authoredAt?: string;
  readonly webUrl?: string;
}

/** @public */
export interface PipelineJob {
  readonly id: string;
  readonly name: string;
  readonly stage: string;
  readonly status: PipelineStatus;
  /** True when a person may start it now. */
  readonly playable: boolean;
  readonly retryable: boolean;
  readonly allowFailure: boolean;
  readonly startedAt?: string;
  readonly finishedAt?: string;
  /** Seconds. */
  readonly duration?: number;
  /** Percent. */
  readonly coverage?: number;
  readonly webUrl?: string;
}

/** Jobs of one stage, in the pipeline's order. @public */
export interface PipelineStage {
  readonly name: string;
  readonly status: PipelineStatus;
  readonly jobs: readonly PipelineJob[];
}

/** @public */
export interface PipelineRun {
  readonly project: ProjectRef;
  /** Unique within the project. */
  readonly id: string;
  /** What people call it, for example `#1284`. */
  readonly label: string;
  readonly status: PipelineStatus;
  readonly ref: string;
  readonly sha: string;
  readonly commit?: Commit;
  readonly createdAt: string;
  readonly startedAt?: string;
  readonly finishedAt?: string;
  /** Seconds. */
  readonly duration?: number;
  readonly webUrl?: string;
  /** Absent where only a summary was asked for. */
  readonly stages?: readonly PipelineStage[];
  /** Name of the stage that runs or that failed; absent when the run succeeded. */
  readonly currentStage?: string;
}

/** The commits that lie between two revisions. @public */
export interface Comparison {
  /** Newest first; at most 100. */
  readonly commits: readonly Commit[];
  /** True when `from` is not an ancestor of `to`. */
  readonly diverged: boolean;
  readonly webUrl?: string;
}
