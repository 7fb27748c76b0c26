import type { Response } from 'express';
import { diffs } from '../../web/diffs';
import { empty, table, time } from '../../web/elements';
import { button, html } from '../../web/html';
import type { GithubServices } from '../GithubServices';
import { encodePath } from '../links';
import { isMergeable } from '../mergePullRequest';
import type { PullRequest } from '../model/PullRequests';
import type { Repository } from '../model/Repositories';
import { branchShas } from '../pullRequestBranches';
import { badge, sendPage } from './page';
import { runLinks } from './runLinks';

export function pullPath({ fullName }: Repository, number: number): string {
  return `/${encodePath(fullName)}/pull/${number}`;
}

/** `/pulls`. */
export function pullsPage(
  { pullRequests }: GithubServices,
  repository: Repository,
  res: Response,
): void {
  const rows = pullRequests
    .list(repository.id)
    .map(request => [
      html`<a href="${pullPath(repository, request.number)}"
        >#${request.number}</a
      >`,
      request.title,
      badge(stateOf(request)),
      `${request.head} → ${request.base}`,
      time(request.createdAt),
    ]);
  sendPage(res, {
    title: 'Pull requests',
    repository,
    body:
      rows.length > 0
        ? table(['', 'Title', 'State', 'Branches', 'Created'], rows)
        : empty('No pull requests yet.'),
  });
}

/** `/pull/<number>`. `problem`: why it could not be merged just now. */
export async function pullPage(
  services: GithubServices,
  repository: Repository,
  number: number,
  res: Response,
  problem?: string,
): Promise<void> {
  const { git, runs } = services;
  const { fullName, id } = repository;
  const request = services.pullRequests.get(id, number);
  const { head, base } = await branchShas(services, repository, request);
  const from = (await git.mergeBase(fullName, base, head)) ?? base;
  const files = await git.diff(fullName, from, head);
  const checks = runs.list(id).filter(run => run.pullRequest === number);
  const isOpen = request.state === 'open';
  const canMerge = isOpen && (await isMergeable(services, repository, request));
  sendPage(res, {
    title: request.title,
    repository,
    body: html`<p>
        ${badge(stateOf(request))} #${number}: ${request.head} → ${request.base}
        <span class="quiet"
          >${time(request.createdAt)}${request.mergedAt ? html`, merged ${time(request.mergedAt)}` : ''}</span
        >
      </p>
      ${problem ? html`<p role="alert">${problem}</p>` : ''}
      ${canMerge ? button(`${pullPath(repository, number)}/merge`, 'Merge') : ''}
      ${isOpen && !canMerge ? html`<p role="alert">It conflicts with ${request.base}.</p>` : ''}
      <pre>${request.body || 'No description.'}</pre>
      ${runLinks('Checks', repository, checks)}
      <h2>Files changed: ${files.length}</h2>
      <ul>
        ${files.map(({ newPath }) => html`<li><code>${newPath}</code></li>`)}
      </ul>
      ${diffs(files)}`,
    refresh:
      !problem && checks.some(({ status }) => status !== 'completed')
        ? 2
        : undefined,
  });
}

function stateOf({ state, draft, mergedAt }: PullRequest): string {
  if (mergedAt) {
    return 'merged';
  }
  return draft && state === 'open' ? 'draft' : state;
}
