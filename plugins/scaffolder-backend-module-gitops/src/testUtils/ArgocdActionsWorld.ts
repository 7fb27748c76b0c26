import type { ArgocdInstanceConfig } from '@slipway/plugin-gitops-backend-module-argocd';

/** An Argo CD and a repository that it can read. @public */
export interface ArgocdActionsWorld {
  readonly instance: ArgocdInstanceConfig;
  readonly repoUrl: string;
  /** Folder in the repository with manifests that need no namespace of their own. */
  readonly path: string;
  readonly targetRevision: string;
  /** Runs after the last test. */
  readonly tearDown?: () => Promise<void>;
}
