/** Annotations by which an entity names its applications; the ones that people already have. @public */
export const deploymentAnnotations = {
  appName: 'argocd/app-name',
  appSelector: 'argocd/app-selector',
  appNamespace: 'argocd/app-namespace',
  projectName: 'argocd/project-name',
  instanceName: 'argocd/instance-name',
} as const;
