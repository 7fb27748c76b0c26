import type { GitObjects, GitStore } from '../git';
import type { ImageRegistry } from '../pipelines';
import type { WorkflowRuns } from './actions/WorkflowRuns';
import type { Environments } from './model/Environments';
import type { PullRequests } from './model/PullRequests';
import type { Repositories } from './model/Repositories';
import type { Variables } from './model/Variables';

/** What the HTTP sides stand on. */
export interface GithubServices {
  readonly git: GitStore;
  readonly objects: GitObjects;
  readonly repositories: Repositories;
  readonly pullRequests: PullRequests;
  readonly environments: Environments;
  readonly variables: Variables;
  readonly runs: WorkflowRuns;
  readonly images: ImageRegistry;
  readonly baseUrl: string;
  readonly now: () => Date;
  readonly isToken: (token: string) => boolean;
}
