import { ApiError } from './api/answers';
import type { GithubServices } from './GithubServices';
import type { PullRequest } from './model/PullRequests';
import type { Repository } from './model/Repositories';
import { branchShas } from './pullRequestBranches';

/** Merges with a merge commit. Throws `ApiError` with GitHub's status for what cannot be merged. */
export async function mergePullRequest(
  services: Pick<GithubServices, 'git' | 'pullRequests' | 'now'>,
  repository: Repository,
  request: PullRequest,
  title?: string,
): Promise<PullRequest> {
  const { git, pullRequests, now } = services;
  const { fullName, owner } = repository;
  const { head, base, number } = request;
  if (request.state !== 'open' || request.draft) {
    throw new ApiError(405, 'Pull Request is not mergeable');
  }
  const shas = await branchShas(services, repository, request);
  const subject =
    title ?? `Merge pull request #${number} from ${owner}/${head}`;
  const merged = await git.merge(fullName, head, base, {
    message: `${subject}\n\n${request.title}`,
    date: now(),
  });
  if (!merged) {
    throw new ApiError(405, 'Pull Request has merge conflicts');
  }
  const at = now().toISOString();
  const changed = pullRequests.put({
    ...request,
    state: 'closed',
    mergedAt: at,
    closedAt: at,
    updatedAt: at,
    mergeCommitSha: merged.sha,
    lastHeadSha: shas.head,
    lastBaseSha: shas.base,
  });
  if (repository.deleteBranchOnMerge) {
    await git.deleteBranch(fullName, head);
  }
  return changed;
}

/** Whether the branches can be merged as they are now. */
export async function isMergeable(
  services: Pick<GithubServices, 'git'>,
  repository: Repository,
  request: PullRequest,
): Promise<boolean> {
  const { head, base } = await branchShas(services, repository, request);
  return services.git.canMerge(repository.fullName, base, head);
}
