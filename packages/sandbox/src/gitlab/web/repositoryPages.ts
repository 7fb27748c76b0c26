import type { Request, Response } from 'express';
import type { GitCommit } from '../../git';
import type { GitlabServices } from '../GitlabServices';
import { encodePath } from '../links';
import type { Project } from '../model/Projects';
import { diffs } from './diffs';
import { html, type Html } from './html';
import { badge, empty, sendPage, table, time } from './page';

/** What is left of a URL after `/-/tree/` and its like; a branch may hold slashes, so the longest that exists wins. */
export async function splitRef(
  { git }: GitlabServices,
  repo: string,
  rest: string,
): Promise<{ readonly ref: string; readonly path: string } | undefined> {
  const parts = rest.split('/').filter(part => part !== '');
  for (let size = parts.length; size > 0; size -= 1) {
    const ref = parts.slice(0, size).join('/');
    if (await git.resolveRevision(repo, ref)) {
      return { ref, path: parts.slice(size).join('/') };
    }
  }
  return undefined;
}

/** `/<project>` and `/-/tree/…`. */
export async function treePage(
  services: GitlabServices,
  project: Project,
  place: { readonly ref: string; readonly path: string } | undefined,
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
  const sorted = [
    ...entries.filter(({ type }) => type === 'tree'),
    ...entries.filter(({ type }) => type !== 'tree'),
  ];
  const rows = sorted.map(entry => [
    html`<a
      href="${url(project, entry.type === 'tree' ? 'tree' : 'blob', ref, entry.path)}"
      >${entry.path.split('/').at(-1)}${entry.type === 'tree' ? '/' : ''}</a
    >`,
  ]);
  const readme =
    path === '' && entries.find(entry => /^readme\.md$/i.test(entry.path));
  sendPage(res, {
    title: path ? `${path} at ${ref}` : project.fullPath,
    project,
    body: html` ${
        path
          ? crumbs(project, ref, path)
          : html`<p class="quiet">${project.description}</p>
              ${clone}`
      }
      <p>
        ${commitLink(project, commit)} ${commit.title}
        <span class="quiet"
          >by ${commit.authorName}, ${time(commit.authoredAt)}</span
        >
        ${latest && !path ? html`<a href="/${encodePath(project.fullPath)}/-/pipelines/${latest.id}">${badge(latest.status)}</a>` : ''}
      </p>
      ${path ? '' : openRequests(project, mergeRequests.listOpen(project.id).length)}
      ${table(['Name'], rows)}
      ${
        readme
          ? html`<h2>${readme.path}</h2>
              <pre>
${await git.readFile(project.fullPath, ref, readme.path)}</pre>`
          : ''
      }`,
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
  { git }: GitlabServices,
  project: Project,
  { ref, path }: { readonly ref: string; readonly path: string },
  res: Response,
): Promise<void> {
  const content = await git
    .readBlob(project.fullPath, ref, path)
    .catch(() => undefined);
  if (!content) {
    sendNotFound(res, `No file ${path} at ${ref}`, project);
    return;
  }
  const body = content.includes(0)
    ? empty('A binary file.')
    : html`<pre>${content.toString('utf8')}</pre>`;
  sendPage(res, {
    title: path,
    project,
    body: html`${crumbs(project, ref, path)}
      <p><a href="${url(project, 'raw', ref, path)}">Raw</a></p>
      ${body}`,
  });
}

/** `/-/commits/…`. */
export async function commitsPage(
  { git }: GitlabServices,
  project: Project,
  place: { readonly ref: string; readonly path: string } | undefined,
  res: Response,
): Promise<void> {
  const commits = place
    ? await git.log(project.fullPath, place.ref, {
        limit: 50,
        path: place.path || undefined,
      })
    : [];
  const body =
    commits.length > 0
      ? commitTable(project, commits)
      : empty('No commits yet.');
  sendPage(res, {
    title: place ? `Commits of ${place.ref}` : 'Commits',
    project,
    body,
  });
}

/** `/-/commit/<sha>`. */
export async function commitPage(
  services: GitlabServices,
  project: Project,
  sha: string,
  res: Response,
): Promise<void> {
  const { git, pipelines } = services;
  const commit = await git.commit(project.fullPath, sha);
  const runs = pipelines
    .list(project.id)
    .filter(pipeline => pipeline.sha === commit.sha);
  sendPage(res, {
    title: commit.title,
    project,
    body: html` <p>
        <code>${commit.sha}</code>
        <span class="quiet"
          >by ${commit.authorName}, ${time(commit.authoredAt)}</span
        >
      </p>
      ${runs.length > 0 ? html`<p>Pipelines: ${runs.map(({ id, status }) => html`<a href="/${encodePath(project.fullPath)}/-/pipelines/${id}">#${id}</a> ${badge(status)} `)}</p>` : ''}
      <pre>${commit.message}</pre>
      <p>
        <a href="${url(project, 'tree', commit.sha, '')}">Browse the files</a>
      </p>
      ${diffs(await git.diff(project.fullPath, undefined, commit.sha))}`,
  });
}

/** `/-/compare/<from>...<to>`. */
export async function comparePage(
  { git }: GitlabServices,
  project: Project,
  [from, to]: readonly [string, string],
  res: Response,
): Promise<void> {
  const { commits, fromSha, toSha } = await git.compare(
    project.fullPath,
    from,
    to,
  );
  const base =
    (await git.mergeBase(project.fullPath, fromSha, toSha)) ?? fromSha;
  sendPage(res, {
    title: `${from} … ${to}`,
    project,
    body: html` ${commits.length > 0 ? commitTable(project, commits) : empty('No commits between the two.')}
    ${diffs(await git.diff(project.fullPath, base, toSha))}`,
  });
}

export function sendNotFound(
  res: Response,
  text: string,
  project?: Project,
): void {
  res.status(404);
  sendPage(res, { title: 'Not found', project, body: empty(text) });
}

/** `/-/raw/…`, as plain text whatever it is. */
export async function rawFile(
  { git }: GitlabServices,
  project: Project,
  { ref, path }: { readonly ref: string; readonly path: string },
  _req: Request,
  res: Response,
): Promise<void> {
  const content = await git
    .readBlob(project.fullPath, ref, path)
    .catch(() => undefined);
  if (!content) {
    sendNotFound(res, `No file ${path} at ${ref}`, project);
    return;
  }
  res.set('X-Content-Type-Options', 'nosniff');
  res.type('text/plain; charset=utf-8').send(content);
}

function url(
  project: Project,
  kind: string,
  ref: string,
  path: string,
): string {
  return `/${encodePath(project.fullPath)}/-/${kind}/${encodePath([ref, path].filter(Boolean).join('/'))}`;
}

function crumbs(project: Project, ref: string, path: string): Html {
  const parts = path.split('/');
  return html`<p>
    <a href="${url(project, 'tree', ref, '')}">${project.path}</a>${parts.map(
      (part, index) =>
        index === parts.length - 1
          ? html` / ${part}`
          : html` /
              <a
                href="${url(project, 'tree', ref, parts.slice(0, index + 1).join('/'))}"
                >${part}</a
              >`,
    )} <span class="quiet">at ${ref}</span>
  </p>`;
}

function commitLink(project: Project, { sha, shortSha }: GitCommit): Html {
  return html`<a href="/${encodePath(project.fullPath)}/-/commit/${sha}"
    ><code>${shortSha}</code></a
  >`;
}

function commitTable(project: Project, commits: readonly GitCommit[]): Html {
  return table(
    ['Commit', 'Message', 'Author', 'When'],
    commits.map(commit => [
      commitLink(project, commit),
      commit.title,
      commit.authorName,
      time(commit.authoredAt),
    ]),
  );
}
