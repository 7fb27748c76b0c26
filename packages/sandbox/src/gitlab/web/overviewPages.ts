import type { Response } from 'express';
import type { GitlabServices } from '../GitlabServices';
import { encodePath } from '../links';
import type { Project } from '../model/Projects';
import { html } from './html';
import { badge, empty, sendPage, table, time } from './page';
import { sendNotFound } from './repositoryPages';

/** `/` and `/<group>`: the projects in it. */
export function projectsPage(
  { projects }: GitlabServices,
  group: string | undefined,
  res: Response,
): void {
  const found = projects
    .list()
    .filter(
      ({ namespace }) =>
        !group || namespace === group || namespace.startsWith(`${group}/`),
    );
  const rows = found.map(project => [
    html`<a href="/${encodePath(project.fullPath)}">${project.fullPath}</a>`,
    project.description,
    time(project.lastActivityAt),
  ]);
  sendPage(res, {
    title: group ? `Group ${group}` : 'Projects',
    body:
      rows.length > 0
        ? table(['Project', 'Description', 'Last activity'], rows)
        : empty('No projects yet.'),
  });
}

/** `/-/merge_requests`. */
export function mergeRequestsPage(
  { mergeRequests }: GitlabServices,
  project: Project,
  res: Response,
): void {
  const rows = mergeRequests
    .list(project.id)
    .map(({ iid, title, state, sourceBranch, targetBranch, createdAt }) => [
      html`<a href="/${encodePath(project.fullPath)}/-/merge_requests/${iid}"
        >!${iid}</a
      >`,
      title,
      badge(state),
      `${sourceBranch} → ${targetBranch}`,
      time(createdAt),
    ]);
  sendPage(res, {
    title: 'Merge requests',
    project,
    body:
      rows.length > 0
        ? table(['', 'Title', 'State', 'Branches', 'Created'], rows)
        : empty('No merge requests yet.'),
  });
}

/** `/-/merge_requests/<iid>`. */
export function mergeRequestPage(
  { mergeRequests }: GitlabServices,
  project: Project,
  iid: number,
  res: Response,
): void {
  const request = mergeRequests
    .list(project.id)
    .find(found => found.iid === iid);
  if (!request) {
    sendNotFound(res, `No merge request !${iid}`, project);
    return;
  }
  const { title, state, sourceBranch, targetBranch, description, createdAt } =
    request;
  const compare = `/${encodePath(project.fullPath)}/-/compare/${encodePath(targetBranch)}...${encodePath(sourceBranch)}`;
  sendPage(res, {
    title,
    project,
    body: html` <p>
        ${badge(state)} ${sourceBranch} → ${targetBranch}
        <span class="quiet">${time(createdAt)}</span>
      </p>
      <pre>${description || 'No description.'}</pre>
      ${state === 'opened' ? html`<p><a href="${compare}">Changes</a></p>` : ''}`,
  });
}
