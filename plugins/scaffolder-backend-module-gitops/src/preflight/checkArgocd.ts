import { ownedApplication, ownedProject } from '../argocd/describeOwned';
import type { ArgocdInstances } from '../argocd/ArgocdInstances';
import { whyNotOwned } from '../argocd/ownership';
import type { PreflightCheck } from './PreflightRequest';

/** A project or application of somebody else. What an earlier attempt left for the same repository is not in the way. */
export function checkArgocd(instances: ArgocdInstances): PreflightCheck {
  return async (request, signal) => {
    if (!request.argocdInstance) {
      return [];
    }
    const { client } = instances.get(request.argocdInstance);
    const claim = {
      component: request.component,
      ...(request.repository && { repositories: [request.repository.url] }),
    };
    const project = request.project
      ? await client.getProject(request.project, { signal })
      : undefined;
    const problems = [
      project && whyNotOwned(ownedProject(project), claim),
      ...(await Promise.all(
        request.applications.map(async name => {
          const application = await client.getApplication(name, { signal });
          return (
            application && whyNotOwned(ownedApplication(application), claim)
          );
        }),
      )),
    ];
    return problems.filter(problem => problem !== undefined);
  };
}
