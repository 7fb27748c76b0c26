import type { GitlabProjects } from '../gitlab/GitlabProjects';
import type { PreflightCheck } from './PreflightRequest';

/** A repository that exists, or a group that does not. Only GitLab is asked; another provider's publish step says it itself. */
export function checkRepository(projects: GitlabProjects): PreflightCheck {
  return async ({ repository }, signal) => {
    if (repository?.type !== 'gitlab') {
      return [];
    }
    const { host, owner, name } = repository;
    const [hasOwner, existing] = await Promise.all([
      projects.hasNamespace(host, owner, signal),
      projects.find(host, `${owner}/${name}`, signal),
    ]);
    if (existing) {
      return [
        `The repository ${existing.webUrl} exists already. Choose another name, or delete it if it is left over`,
      ];
    }
    return hasOwner
      ? []
      : [
          `GitLab ${host} has no group “${owner}”, or the configured token may not see it. Choose another group, or give the token's user the role Maintainer there`,
        ];
  };
}
