import type { FileDiff, GitCommit } from '../../git';
import { apiUrl, encodePath, repositoryUrl } from '../links';

/** A commit as REST shows it; `tree` is the SHA of its tree. */
export function presentCommit(
  baseUrl: string,
  fullName: string,
  commit: GitCommit,
  tree: string,
) {
  const url = repositoryUrl(baseUrl, fullName);
  const api = apiUrl(baseUrl, fullName);
  const { sha } = commit;
  return {
    sha,
    node_id: `C_${sha}`,
    url: `${api}/commits/${sha}`,
    html_url: `${url}/commit/${sha}`,
    comments_url: `${api}/commits/${sha}/comments`,
    commit: {
      ...presentGitCommit(baseUrl, fullName, commit, tree),
      comment_count: 0,
      verification: { verified: false, reason: 'unsigned' },
    },
    author: null,
    committer: null,
    parents: commit.parents.map(parent => ({
      sha: parent,
      url: `${api}/commits/${parent}`,
      html_url: `${url}/commit/${parent}`,
    })),
  };
}

/** The part that Git itself knows, as under `/git/commits`. */
export function presentGitCommit(
  baseUrl: string,
  fullName: string,
  commit: GitCommit,
  tree: string,
) {
  const api = apiUrl(baseUrl, fullName);
  return {
    author: {
      name: commit.authorName,
      email: commit.authorEmail,
      date: commit.authoredAt,
    },
    committer: {
      name: commit.committerName,
      email: commit.committerEmail,
      date: commit.committedAt,
    },
    message: commit.message.trimEnd(),
    tree: { sha: tree, url: `${api}/git/trees/${tree}` },
    url: `${api}/git/commits/${commit.sha}`,
  };
}

export function presentFile(
  baseUrl: string,
  fullName: string,
  head: string,
  file: FileDiff,
) {
  const lines = file.diff.split('\n');
  const additions = lines.filter(line => line.startsWith('+')).length;
  const deletions = lines.filter(line => line.startsWith('-')).length;
  const path = encodePath(file.newPath);
  return {
    filename: file.newPath,
    ...(file.renamed && { previous_filename: file.oldPath }),
    status: statusOf(file),
    additions,
    deletions,
    changes: additions + deletions,
    patch: file.diff,
    blob_url: `${repositoryUrl(baseUrl, fullName)}/blob/${head}/${path}`,
    raw_url: `${repositoryUrl(baseUrl, fullName)}/raw/${head}/${path}`,
    contents_url: `${apiUrl(baseUrl, fullName)}/contents/${path}?ref=${head}`,
  };
}

function statusOf({ created, deleted, renamed }: FileDiff): string {
  if (created) {
    return 'added';
  }
  if (deleted) {
    return 'removed';
  }
  return renamed ? 'renamed' : 'modified';
}
