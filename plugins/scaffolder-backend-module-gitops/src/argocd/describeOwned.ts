import type {
  ArgocdApplication,
  ArgocdProject,
} from '@slipway/plugin-gitops-backend-module-argocd';
import type { OwnedObject } from './ownership';

/** What ownership is judged by, of a project. */
export function ownedProject(project: ArgocdProject): OwnedObject {
  return {
    kind: 'project',
    name: project.metadata.name,
    labels: project.metadata.labels,
    repositories: project.spec?.sourceRepos ?? [],
  };
}

/** What ownership is judged by, of an application. */
export function ownedApplication(application: ArgocdApplication): OwnedObject {
  const { source, sources = [] } = application.spec ?? {};
  return {
    kind: 'application',
    name: application.metadata.name,
    labels: application.metadata.labels,
    repositories: [source, ...sources]
      .map(each => each?.repoURL)
      .filter(url => url !== undefined),
  };
}
