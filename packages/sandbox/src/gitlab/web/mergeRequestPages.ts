import type { Response } from 'express';
import type { FileDiff } from '../../git';
import { diffs } from '../../web/diffs';
import { empty, table, time } from '../../web/elements';
import { button, html, type Html } from '../../web/html';
import type { GitlabServices } from '../GitlabServices';
import { encodePath } from '../links';
import { changesOf, pipelinesOf } from '../mergeRequests';
import type { MergeRequest } from '../model/MergeRequests';
import type { Project } from '../model/Projects';
import { badge, sendNotFound, sendPage } from './page';
import { isMoving } from './pipelinePages';

/** `/-/merge_requests`. */
export function mergeRequestsPage(
  { mergeRequests }: GitlabServices,
  project: Project,
  res: Response,
): void {
  const rows = mergeRequests
    .list(project.id)
    .map(({ iid, title, state, sourceBranch, targetBranch, createdAt }) => [
      html`<a href="${pathOf(project, iid)}">!${iid}</a>`,
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

/** `/-/merge_requests/<iid>`. `problem`: why it could not be merged just now. */
export async function mergeRequestPage(
  services: GitlabServices,
  project: Project,
  iid: number,
  res: Response,
  problem?: string,
): Promise<void> {
  const request = services.mergeRequests
    .list(project.id)
    .find(found => found.iid === iid);
  if (!request) {
    sendNotFound(res, `No merge request !${iid}`, project);
    return;
  }
  const runs = pipelinesOf(services, request);
  const files = await changesOf(services, project, request);
  const { state, sourceBranch, targetBranch, createdAt, mergedAt } = request;
  sendPage(res, {
    title: request.title,
    project,
    body: html`<p>
        ${badge(state)} !${iid}: ${sourceBranch} → ${targetBranch}
        <span class="quiet"
          >${time(createdAt)}${mergedAt ? html`, merged ${time(mergedAt)}` : ''}</span
        >
      </p>
      ${problem ? html`<p role="alert">${problem}</p>` : ''}
      ${mergeButton(project, request)}
      <pre>${request.description || 'No description.'}</pre>
      ${
        runs.length > 0
          ? html`<p>
              Pipelines:
              ${runs.map(
                ({ id, status }) =>
                  html`<a
                      href="/${encodePath(project.fullPath)}/-/pipelines/${id}"
                      >#${id}</a
                    >
                    ${badge(status)} `,
              )}
            </p>`
          : ''
      }
      ${changes(files)}`,
    refresh: !problem && runs.some(isMoving) ? 2 : undefined,
  });
}

function mergeButton(project: Project, { iid, state }: MergeRequest): Html {
  return state === 'opened'
    ? button(`${pathOf(project, iid)}/merge`, 'Merge')
    : html``;
}

function changes(files: readonly FileDiff[]): Html {
  if (files.length === 0) {
    return empty('It changes nothing.');
  }
  const count = files.length === 1 ? 'one file' : `${files.length} files`;
  return html`<h2>Changes in ${count}</h2>
    <ul>
      ${files.map(({ newPath }) => html`<li><code>${newPath}</code></li>`)}
    </ul>
    ${diffs(files)}`;
}

function pathOf(project: Project, iid: number): string {
  return `/${encodePath(project.fullPath)}/-/merge_requests/${iid}`;
}
