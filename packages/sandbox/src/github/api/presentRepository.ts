import type { GithubServices } from '../GithubServices';
import { apiUrl, encodePath, repositoryUrl } from '../links';
import { findAccount, TOKEN_USER } from '../model/accounts';
import type { Repository } from '../model/Repositories';

export function presentAccount(baseUrl: string, login: string = TOKEN_USER) {
  const account = findAccount(login);
  const name = account?.login ?? login;
  return {
    login: name,
    id: account?.id ?? 0,
    node_id: `U_${account?.id ?? 0}`,
    type: account?.type ?? 'User',
    name: account?.name ?? name,
    avatar_url: '',
    html_url: `${baseUrl}/${encodePath(name)}`,
    url: `${baseUrl}/api/v3/users/${encodePath(name)}`,
    site_admin: false,
  };
}

/** A repository as REST shows it, with the URL templates that clients fill in. */
export async function presentRepository(
  { git, baseUrl }: GithubServices,
  repository: Repository,
) {
  const { id, owner, name, fullName } = repository;
  const url = repositoryUrl(baseUrl, fullName);
  const api = apiUrl(baseUrl, fullName);
  const branch = await git.defaultBranch(fullName);
  return {
    id,
    node_id: `R_${id}`,
    name,
    full_name: fullName,
    owner: presentAccount(baseUrl, owner),
    private: repository.private,
    visibility: repository.private ? 'private' : 'public',
    description: repository.description || null,
    homepage: repository.homepage || null,
    topics: repository.topics,
    fork: false,
    archived: false,
    disabled: false,
    is_template: false,
    html_url: url,
    clone_url: `${url}.git`,
    git_url: `${url}.git`,
    ssh_url: `${url}.git`,
    url: api,
    archive_url: `${api}/{archive_format}{/ref}`,
    branches_url: `${api}/branches{/branch}`,
    commits_url: `${api}/commits{/sha}`,
    compare_url: `${api}/compare/{base}...{head}`,
    contents_url: `${api}/contents/{+path}`,
    git_commits_url: `${api}/git/commits{/sha}`,
    git_refs_url: `${api}/git/refs{/sha}`,
    pulls_url: `${api}/pulls{/number}`,
    trees_url: `${api}/git/trees{/sha}`,
    blobs_url: `${api}/git/blobs{/sha}`,
    default_branch: branch ?? 'main',
    // kilobytes; an empty repository is recognised by 0
    size: branch ? 1 : 0,
    has_issues: true,
    has_projects: false,
    has_wiki: false,
    allow_merge_commit: true,
    allow_squash_merge: false,
    allow_rebase_merge: false,
    delete_branch_on_merge: repository.deleteBranchOnMerge,
    permissions: {
      admin: true,
      maintain: true,
      push: true,
      triage: true,
      pull: true,
    },
    created_at: seconds(repository.createdAt),
    updated_at: seconds(repository.updatedAt),
    pushed_at: seconds(repository.pushedAt),
  };
}

/** GitHub's moments have no fraction of a second. */
export function seconds(moment: string): string {
  return moment.replace(/\.\d+Z$/, 'Z');
}
