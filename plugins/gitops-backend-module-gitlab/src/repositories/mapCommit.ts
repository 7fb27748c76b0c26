import type { Commit } from '@slipway/plugin-gitops-common';
import type { CommitWire } from '../client/wire';

/** A commit of the REST API. */
export function mapCommit(commit: CommitWire): Commit {
  return {
    sha: commit.id,
    title: commit.title ?? '',
    authorName: commit.author_name,
    authoredAt: commit.authored_date,
    webUrl: commit.web_url,
  };
}
