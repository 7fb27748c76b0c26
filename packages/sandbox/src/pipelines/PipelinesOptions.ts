import type { ParameterStore } from '../cluster';
import type { GitStore } from '../git';
import type { Projects } from '../gitlab/model/Projects';
import type { Clock } from '../state';
import type { ImageRegistry } from './ImageRegistry';
import type { ImageRepositories } from './ImageRepositories';

export interface ProjectVariable {
  readonly key: string;
  readonly value: string;
  readonly masked: boolean;
}

/** What a pipeline has to know of a merge request. */
export interface PipelineMergeRequest {
  readonly iid: number;
  readonly title: string;
  readonly sourceBranch: string;
  readonly targetBranch: string;
}

export interface PipelinesOptions {
  /** Where the state is kept. */
  readonly directory: string;
  readonly git: GitStore;
  readonly projects: Projects;
  readonly images: ImageRegistry;
  readonly imageRepositories: ImageRepositories;
  readonly parameters: ParameterStore;
  readonly variablesOf: (projectId: number) => readonly ProjectVariable[];
  readonly openMergeRequestsOf: (
    projectId: number,
  ) => readonly PipelineMergeRequest[];
  readonly baseUrl: string;
  readonly clock: Clock;
  /** 1: a job takes 0.5–3 s. */
  readonly speed: number;
  /** Jobs that run at once. */
  readonly runners: number;
  /** Hears of what nobody waits for: a pipeline that could not be made after a push. */
  readonly onError?: (error: unknown) => void;
}
