import type { Response } from 'express';
import { CodeView, sendRaw } from '../../web/CodeView';
import { authorship } from '../../web/CommitView';
import { empty } from '../../web/elements';
import { html, type Html } from '../../web/html';
import type { Place } from '../../web/splitRef';
import type { GitlabServices } from '../GitlabServices';
import { encodePath } from '../links';
import type { Project } from '../model/Projects';
import { commitLink } from './commitPages';
import { badge, sendNotFound, sendPage } from './page';

/** `/<project>` and `/-/tree/…`. */
export async function treePage(
  services: GitlabServices,
  project: Project,
  place: Place | undefined,
  res: Response,
): Promise<void> {
  const { git, baseUrl, pipelines, mergeRequests } = services;
  const clone = html`<p>
    Clone: <code>git clone ${baseUrl}/${encodePath(project.fullPath)}.git</code>
  </p>`;
  if (!place) {
    sendPage(res, {
      title: project.fullPath,
      project,
      body: html`${clone}${empty('The repository is empty.')}`,
    });
    return;
  }
  const { ref, path } = place;
  const entries = await git.listFiles(project.fullPath, ref, { path });
  if (path && entries.length === 0) {
    sendNotFound(res, `No folder ${path} at ${ref}`, project);
    return;
  }
  const commit = await git.commit(project.fullPath, ref);
  const [latest] = pipelines
    .list(project.id)
    .filter(({ jobs, yamlErrors }) => jobs.length > 0 || yamlErrors);
  const code = codeOf(services, project);
  sendPage(res, {
    title: path ? `${path} at ${ref}` : project.fullPath,
    project,
    body: html` ${
        path
          ? code.crumbs(place)
          : html`<p class="quiet">${project.description}</p>
              ${clone}`
      }
      <p>
        ${commitLink(project, commit)} ${commit.title} ${authorship(commit)}
        ${latest && !path ? html`<a href="/${encodePath(project.fullPath)}/-/pipelines/${latest.id}">${badge(latest.status)}</a>` : ''}
      </p>
      ${path ? '' : openRequests(project, mergeRequests.listOpen(project.id).length)}
      ${code.folder(ref, entries)}
      ${path ? '' : await code.readme(ref, entries)}`,
  });
}

function openRequests(project: Project, count: number): Html {
  const text =
    count === 1 ? 'One open merge request' : `${count} open merge requests`;
  return count === 0
    ? html``
    : html`<p>
        <a href="/${encodePath(project.fullPath)}/-/merge_requests">${text}</a>
      </p>`;
}

/** `/-/blob/…`. */
export async function blobPage(
  services: GitlabServices,
  project: Project,
  place: Place,
  res: Response,
): Promise<void> {
  const code = codeOf(services, project);
  const content = await code.read(place);
  if (!content) {
    sendNoFile(res, project, place);
    return;
  }
  const body = code.file(place, content);
  sendPage(res, { title: place.path, project, body });
}

/** `/-/raw/…`. */
export async function rawFile(
  services: GitlabServices,
  project: Project,
  place: Place,
  res: Response,
): Promise<void> {
  const content = await codeOf(services, project).read(place);
  if (content) {
    sendRaw(res, content);
  } else {
    sendNoFile(res, project, place);
  }
}

function sendNoFile(
  res: Response,
  project: Project,
  { ref, path }: Place,
): void {
  sendNotFound(res, `No file ${path} at ${ref}`, project);
}

function codeOf(
  { git }: GitlabServices,
  { fullPath, path: name }: Project,
): CodeView {
  return new CodeView({
    git,
    repo: fullPath,
    name,
    url: (kind, { ref, path }) =>
      `/${encodePath(fullPath)}/-/${kind}/${encodePath([ref, path].filter(Boolean).join('/'))}`,
  });
}
