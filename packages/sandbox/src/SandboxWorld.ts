import type { Argocd } from './argocd';
import type { Cluster, ParameterStore } from './cluster';
import type { GithubWorld } from './github';
import type { GitlabWorld } from './gitlab/GitlabWorld';
import type { SealingKeys } from './sealing';

/** Everything behind the sandbox's URLs, for tests and for seeding. */
export interface SandboxWorld {
  readonly gitlab: GitlabWorld;
  readonly github: GithubWorld;
  readonly cluster: Cluster;
  readonly argocd: Argocd;
  readonly sealing: SealingKeys;
  /** AWS's parameter store, which pipelines fill and External Secrets read. */
  readonly parameters: ParameterStore;
}
