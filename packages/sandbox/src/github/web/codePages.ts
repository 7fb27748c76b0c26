import type { Response } from 'express';
import { html, type Html } from '../../gitlab/web/html';
import { empty, table, time } from '../../gitlab/web/page';
import type { GithubServices } from '../GithubServices';
import { encodePath } from '../links';
import type { Repository } from '../model/Repositories';
import { commitLink } from './commitPages';
import { badge, sendNotFound, sendPage } from './page';

/** A branch, tag or SHA, and a path at it. */
export interface Place {
  readonly ref: string;
  readonly path: string;
}

/** What is left of a URL after `/tree/` and its like; a branch may hold slashes, so the longest that exists wins. */
export async function splitRef(
  { git }: GithubServices,
  { fullName }: Repository,
  rest: string,
): Promise<Place | undefined> {
  const parts = rest.split('/').filter(part => part !== '');
  for (let size = parts.length; size > 0; size -= 1) {
    const ref = parts.slice(0, size).join('/');
    if (await git.resolveRevision(fullName, ref)) {
      return { ref, path: parts.slice(size).join('/') };
    }
  }
  return undefined;
}

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
  const sorted = [
    ...entries.filter(({ type }) => type === 'tree'),
    ...entries.filter(({ type }) => type !== 'tree'),
  ];
  const rows = sorted.map(entry => [
    html`<a
      href="${url(repository, entry.type === 'tree' ? 'tree' : 'blob', ref, entry.path)}"
      >${entry.path.split('/').at(-1)}${entry.type === 'tree' ? '/' : ''}</a
    >`,
  ]);
  const readme =
    path === '' && entries.find(entry => /^readme\.md$/i.test(entry.path));
  sendPage(res, {
    title: path ? `${path} at ${ref}` : fullName,
    repository,
    body: html`${
        path
          ? crumbs(repository, ref, path)
          : html`<p class="quiet">${repository.description}</p>
              ${clone}`
      }
      <p>
        ${commitLink(repository, commit.sha)} ${commit.title}
        <span class="quiet"
          >by ${commit.authorName}, ${time(commit.authoredAt)}</span
        >
        ${latest ? html`<a href="/${encodePath(fullName)}/actions/runs/${latest.id}">${badge(latest.conclusion ?? latest.status)}</a>` : ''}
      </p>
      ${table(['Name'], rows)}
      ${
        readme
          ? html`<h2>${readme.path}</h2>
              <pre>${await git.readFile(fullName, ref, readme.path)}</pre>`
          : ''
      }`,
  });
}

/** `/blob/…`. */
export async function blobPage(
  { git }: GithubServices,
  repository: Repository,
  { ref, path }: Place,
  res: Response,
): Promise<void> {
  const content = await git
    .readBlob(repository.fullName, ref, path)
    .catch(() => undefined);
  if (!content) {
    sendNotFound(res, `No file ${path} at ${ref}`, repository);
    return;
  }
  const body = content.includes(0)
    ? empty('A binary file.')
    : html`<pre>${content.toString('utf8')}</pre>`;
  sendPage(res, {
    title: path,
    repository,
    body: html`${crumbs(repository, ref, path)}
      <p><a href="${url(repository, 'raw', ref, path)}">Raw</a></p>
      ${body}`,
  });
}

/** `/raw/…`, as plain text whatever it is. */
export async function rawFile(
  { git }: GithubServices,
  repository: Repository,
  { ref, path }: Place,
  res: Response,
): Promise<void> {
  const content = await git
    .readBlob(repository.fullName, ref, path)
    .catch(() => undefined);
  if (!content) {
    sendNotFound(res, `No file ${path} at ${ref}`, repository);
    return;
  }
  res.set('X-Content-Type-Options', 'nosniff');
  res.type('text/plain; charset=utf-8').send(content);
}

function url(
  repository: Repository,
  kind: string,
  ref: string,
  path: string,
): string {
  return `/${encodePath(repository.fullName)}/${kind}/${encodePath([ref, path].filter(Boolean).join('/'))}`;
}

function crumbs(repository: Repository, ref: string, path: string): Html {
  const parts = path.split('/');
  return html`<p>
    <a href="${url(repository, 'tree', ref, '')}">${repository.name}</a
    >${parts.map((part, index) =>
      index === parts.length - 1
        ? html` / ${part}`
        : html` /
            <a
              href="${url(repository, 'tree', ref, parts.slice(0, index + 1).join('/'))}"
              >${part}</a
            >`,
    )} <span class="quiet">at ${ref}</span>
  </p>`;
}
