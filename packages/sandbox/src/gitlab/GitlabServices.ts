import type { GitStore } from '../git';
import type { ImageRegistry, Pipelines } from '../pipelines';
import type { Groups } from './model/Groups';
import type { MergeRequests } from './model/MergeRequests';
import type { Projects } from './model/Projects';
import type { Triggers } from './model/Triggers';
import type { Variables } from './model/Variables';

/** What the HTTP sides stand on. */
export interface GitlabServices {
  readonly git: GitStore;
  readonly groups: Groups;
  readonly projects: Projects;
  readonly variables: Variables;
  readonly triggers: Triggers;
  readonly mergeRequests: MergeRequests;
  readonly pipelines: Pipelines;
  readonly images: ImageRegistry;
  readonly baseUrl: string;
  readonly now: () => Date;
  readonly isToken: (token: string) => boolean;
}
