import type { GithubServices } from './GithubServices';
import type { PullRequest } from './model/PullRequests';
import type { Repository } from './model/Repositories';

/** Where the two branches of a pull request are; of a closed one, where they were. */
export async function branchShas(
  { git }: Pick<GithubServices, 'git'>,
  { fullName }: Repository,
  request: PullRequest,
): Promise<{ readonly head: string; readonly base: string }> {
  const { lastHeadSha, lastBaseSha } = request;
  if (request.state === 'closed' && lastHeadSha && lastBaseSha) {
    return { head: lastHeadSha, base: lastBaseSha };
  }
  const [head, base] = await Promise.all(
    [request.head, request.base].map(branch =>
      git.resolveRevision(fullName, `refs/heads/${branch}`),
    ),
  );
  return { head: head ?? base ?? '', base: base ?? head ?? '' };
}
