import type { GithubRepositories } from '../github/GithubRepositories';
import { whyNotCreate, whyNotPush } from '../github/whyNotCreate';
import type { RepositoryHost } from './RepositoryHost';

/** GitHub as a host of repositories. */
export function githubHost(repositories: GithubRepositories): RepositoryHost {
  return {
    async find(place, signal) {
      const found = await repositories.find(place, signal);
      const { host, owner } = place;
      return (
        found && {
          webUrl: found.webUrl,
          whyNotPropose: async () =>
            found.mayPush === false
              ? `The token under integrations.github for ${host} may not push to ${found.webUrl}. Give its user the role Write there`
              : whyNotPush(await repositories.creator(host, owner, signal)),
          hasPath: path =>
            repositories.hasPath(place, path, found.defaultBranch, signal),
          hasBranch: branch => repositories.hasBranch(place, branch, signal),
        }
      );
    },
    whyNotCreate: async ({ host, owner }, signal) =>
      whyNotCreate(await repositories.creator(host, owner, signal)),
  };
}
