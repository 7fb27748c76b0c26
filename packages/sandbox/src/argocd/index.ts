export { createArgocd, type Argocd, type ArgocdOptions } from './createArgocd';
export type { Application, Project } from './model';
