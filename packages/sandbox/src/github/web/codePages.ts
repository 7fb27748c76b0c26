import type { Response } from 'express';
import { CodeView, sendRaw } from '../../web/CodeView';
import { authorship } from '../../web/CommitView';
import { empty, table, time } from '../../web/elements';
import { html } from '../../web/html';
import type { Place } from '../../web/splitRef';
import type { GithubServices } from '../GithubServices';
import { encodePath } from '../links';
import type { Repository } from '../model/Repositories';
import { commitLink } from './commitPages';
import { badge, sendNotFound, sendPage } from './page';

/** `/` and `/<owner>`: the repositories there. */
export function repositoriesPage(
  { repositories }: GithubServices,
  owner: string | undefined,
  res: Response,
): void {
  const rows = repositories
    .list()
    .filter(one => !owner || one.owner === owner)
    .map(one => [
      html`<a href="/${encodePath(one.fullName)}">${one.fullName}</a>`,
      one.description,
      time(one.pushedAt),
    ]);
  sendPage(res, {
    title: owner ?? 'Repositories',
    body:
      rows.length > 0
        ? table(['Repository', 'Description', 'Last push'], rows)
        : empty('No repositories yet.'),
  });
}

/** `/<owner>/<repo>` and `/tree/…`. */
export async function treePage(
  services: GithubServices,
  repository: Repository,
  place: Place | undefined,
  res: Response,
): Promise<void> {
  const { git, baseUrl, runs } = services;
  const { fullName } = repository;
  const clone = html`<p>
    Clone: <code>git clone ${baseUrl}/${encodePath(fullName)}.git</code>
  </p>`;
  if (!place) {
    sendPage(res, {
      title: fullName,
      repository,
      body: html`${clone}${empty('The repository is empty.')}`,
    });
    return;
  }
  const { ref, path } = place;
  const entries = await git.listFiles(fullName, ref, { path });
  if (path && entries.length === 0) {
    sendNotFound(res, `No folder ${path} at ${ref}`, repository);
    return;
  }
  const commit = await git.commit(fullName, ref);
  const latest = path
    ? undefined
    : runs.list(repository.id).find(({ sha }) => sha === commit.sha);
  const code = codeOf(services, repository);
  sendPage(res, {
    title: path ? `${path} at ${ref}` : fullName,
    repository,
    body: html`${
        path
          ? code.crumbs(place)
          : html`<p class="quiet">${repository.description}</p>
              ${clone}`
      }
      <p>
        ${commitLink(repository, commit.sha)} ${commit.title}
        ${authorship(commit)}
        ${latest ? html`<a href="/${encodePath(fullName)}/actions/runs/${latest.id}">${badge(latest.conclusion ?? latest.status)}</a>` : ''}
      </p>
      ${code.folder(ref, entries)}
      ${path ? '' : await code.readme(ref, entries)}`,
  });
}

/** `/blob/…`. */
export async function blobPage(
  services: GithubServices,
  repository: Repository,
  place: Place,
  res: Response,
): Promise<void> {
  const code = codeOf(services, repository);
  const content = await code.read(place);
  if (!content) {
    sendNoFile(res, repository, place);
    return;
  }
  const body = code.file(place, content);
  sendPage(res, { title: place.path, repository, body });
}

/** `/raw/…`. */
export async function rawFile(
  services: GithubServices,
  repository: Repository,
  place: Place,
  res: Response,
): Promise<void> {
  const content = await codeOf(services, repository).read(place);
  if (content) {
    sendRaw(res, content);
  } else {
    sendNoFile(res, repository, place);
  }
}

function sendNoFile(
  res: Response,
  repository: Repository,
  { ref, path }: Place,
): void {
  sendNotFound(res, `No file ${path} at ${ref}`, repository);
}

function codeOf(
  { git }: GithubServices,
  { fullName, name }: Repository,
): CodeView {
  return new CodeView({
    git,
    repo: fullName,
    name,
    url: (kind, { ref, path }) =>
      `/${encodePath(fullName)}/${kind}/${encodePath([ref, path].filter(Boolean).join('/'))}`,
  });
}
