import type { ParameterStore } from '../../cluster';
import type { GitStore } from '../../git';
import type { ImageRegistry } from '../../pipelines';
import type { ImageRepositories } from '../../pipelines/ImageRepositories';
import type { Clock } from '../../state';
import type { Environments } from '../model/Environments';
import type { PullRequests } from '../model/PullRequests';
import type { Repositories } from '../model/Repositories';
import type { Variables } from '../model/Variables';

export interface WorkflowRunsOptions {
  /** Where the state is kept. */
  readonly directory: string;
  readonly git: GitStore;
  readonly repositories: Repositories;
  readonly environments: Environments;
  readonly variables: Variables;
  readonly pullRequests: PullRequests;
  readonly images: ImageRegistry;
  readonly imageRepositories: ImageRepositories;
  readonly parameters: ParameterStore;
  readonly baseUrl: string;
  readonly clock: Clock;
  /** 1: a job takes 0.5–3 s. */
  readonly speed: number;
  /** Jobs that run at once. */
  readonly runners: number;
  /** Hears of what nobody waits for. */
  readonly onError?: (error: unknown) => void;
}
