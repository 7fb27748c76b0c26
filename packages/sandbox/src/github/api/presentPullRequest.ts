import type { GithubServices } from '../GithubServices';
import { apiUrl, repositoryUrl } from '../links';
import { findTeam } from '../model/accounts';
import type { PullRequest } from '../model/PullRequests';
import type { Repository } from '../model/Repositories';
import { branchShas } from '../pullRequestBranches';
import { presentTeam } from './accountsApi';
import {
  presentAccount,
  presentRepository,
  seconds,
} from './presentRepository';

/** A pull request as REST shows it. */
export async function presentPullRequest(
  services: GithubServices,
  repository: Repository,
  request: PullRequest,
) {
  const { baseUrl } = services;
  const { fullName, owner } = repository;
  const { id, number, head, base } = request;
  const shas = await branchShas(services, repository, request);
  const api = apiUrl(baseUrl, fullName);
  const repo = await presentRepository(services, repository);
  const user = presentAccount(baseUrl);
  const moment = (value?: string) => (value ? seconds(value) : null);
  const branch = (ref: string, sha: string) => ({
    label: `${owner}:${ref}`,
    ref,
    sha,
    user: presentAccount(baseUrl, owner),
    repo,
  });
  return {
    id,
    node_id: `PR_${id}`,
    number,
    url: `${api}/pulls/${number}`,
    html_url: `${repositoryUrl(baseUrl, fullName)}/pull/${number}`,
    issue_url: `${api}/issues/${number}`,
    commits_url: `${api}/pulls/${number}/commits`,
    statuses_url: `${api}/statuses/${shas.head}`,
    title: request.title,
    body: request.body || null,
    state: request.state,
    draft: request.draft,
    locked: false,
    merged: request.mergedAt !== undefined,
    merged_by: request.mergedAt ? user : null,
    merged_at: moment(request.mergedAt),
    closed_at: moment(request.closedAt),
    created_at: seconds(request.createdAt),
    updated_at: seconds(request.updatedAt),
    merge_commit_sha: request.mergeCommitSha ?? null,
    mergeable: null as boolean | null,
    mergeable_state: request.state === 'open' ? 'clean' : 'unknown',
    user,
    author_association: 'MEMBER',
    labels: request.labels.map(name => ({ name })),
    assignees: request.assignees.map(login => presentAccount(baseUrl, login)),
    requested_reviewers: request.reviewers.map(login =>
      presentAccount(baseUrl, login),
    ),
    requested_teams: request.teamReviewers.flatMap(slug => {
      const team = findTeam(owner, slug);
      return team ? [presentTeam(team)] : [];
    }),
    head: branch(head, shas.head),
    base: branch(base, shas.base),
  };
}
