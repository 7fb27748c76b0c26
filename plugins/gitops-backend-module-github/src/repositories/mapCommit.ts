import type { Commit } from '@slipway/plugin-gitops-common';
import type { CommitWire } from '../client/wire';

/** A commit of the REST API. */
export function mapCommit(commit: CommitWire): Commit {
  return {
    sha: commit.sha,
    title: firstLine(commit.commit.message),
    authorName: commit.commit.author?.name,
    authoredAt: commit.commit.author?.date,
    webUrl: commit.html_url,
  };
}

export function firstLine(message: string): string {
  return message.split('\n', 1)[0];
}
