import type { GitlabProjects } from '../gitlab/GitlabProjects';
import type { RepositoryHost } from './RepositoryHost';

/** GitLab as a host of repositories. */
export function gitlabHost(projects: GitlabProjects): RepositoryHost {
  return {
    async find({ host, owner, name }, signal) {
      const project = await projects.find(host, `${owner}/${name}`, signal);
      return (
        project && {
          webUrl: project.webUrl,
          // Roles can come from several groups; the step that proposes says what is missing.
          whyNotPropose: async () => undefined,
          hasPath: path => projects.hasPath(host, project.id, path, signal),
          hasBranch: branch =>
            projects.hasBranch(host, project.id, branch, signal),
        }
      );
    },
    whyNotCreate: async ({ host, owner }, signal) =>
      (await projects.hasNamespace(host, owner, signal))
        ? undefined
        : `GitLab ${host} has no group “${owner}”, or the configured token may not see it. Choose another group, or give the token's user the role Maintainer there`,
  };
}
