import type { PreflightCheck, Proposal, Repository } from './PreflightRequest';
import type { ExistingRepository, RepositoryHost } from './RepositoryHost';

/**
 * A repository that exists or cannot be created; or, where a folder is to be proposed to one, that is missing or has the folder
 * or the branch already. A kind of host that is not among `hosts` is not asked: its publish step says it itself.
 */
export function checkRepository(
  hosts: Readonly<Record<string, RepositoryHost>>,
): PreflightCheck {
  return async ({ repository, proposal }, signal) => {
    const host = repository && hosts[repository.type];
    if (!host) {
      return [];
    }
    const existing = await host.find(repository, signal);
    if (proposal) {
      return existing
        ? whyNotPropose(existing, proposal)
        : [whyMissing(repository)];
    }
    if (existing) {
      return [
        `The repository ${existing.webUrl} exists already. Choose another name, or delete it if it is left over`,
      ];
    }
    const problem = await host.whyNotCreate(repository, signal);
    return problem ? [problem] : [];
  };
}

async function whyNotPropose(
  existing: ExistingRepository,
  { path, branch }: Proposal,
): Promise<readonly string[]> {
  const { webUrl } = existing;
  const [problem, hasPath, hasBranch] = await Promise.all([
    existing.whyNotPropose(),
    existing.hasPath(path),
    existing.hasBranch(branch),
  ]);
  return [
    ...(problem ? [problem] : []),
    ...(hasPath
      ? [`${webUrl} has a folder “${path}” already. Choose another name`]
      : []),
    ...(hasBranch
      ? [
          `${webUrl} has a branch “${branch}” already, so this was proposed before. Merge or close what is open, and delete the branch`,
        ]
      : []),
  ];
}

function whyMissing({ host, owner, name }: Repository): string {
  return `There is no repository ${owner}/${name} at ${host}, or the configured token may not see it. Create it with the platform template, or choose another`;
}
