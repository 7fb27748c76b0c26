import type { Response } from 'express';
import type { GitCommit } from '../../git';
import { authorship, CommitView } from '../../web/CommitView';
import { diffs } from '../../web/diffs';
import { empty } from '../../web/elements';
import { html, type Html } from '../../web/html';
import type { Place } from '../../web/splitRef';
import type { GitlabServices } from '../GitlabServices';
import { encodePath } from '../links';
import type { Project } from '../model/Projects';
import { badge, sendPage } from './page';

export function commitLink(
  { fullPath }: Project,
  { sha, shortSha }: GitCommit,
): Html {
  return html`<a href="/${encodePath(fullPath)}/-/commit/${sha}"
    ><code>${shortSha}</code></a
  >`;
}

/** `/-/commits/…`. */
export async function commitsPage(
  services: GitlabServices,
  project: Project,
  place: Place | undefined,
  res: Response,
): Promise<void> {
  sendPage(res, {
    title: place ? `Commits of ${place.ref}` : 'Commits',
    project,
    body: place
      ? await commitsOf(services, project).history(place)
      : empty('No commits yet.'),
  });
}

/** `/-/commit/<sha>`. */
export async function commitPage(
  { git, pipelines }: GitlabServices,
  project: Project,
  sha: string,
  res: Response,
): Promise<void> {
  const { fullPath } = project;
  const base = `/${encodePath(fullPath)}/-`;
  const commit = await git.commit(fullPath, sha);
  const runs = pipelines
    .list(project.id)
    .filter(pipeline => pipeline.sha === commit.sha);
  sendPage(res, {
    title: commit.title,
    project,
    body: html`<p><code>${commit.sha}</code> ${authorship(commit)}</p>
      ${runs.length > 0 ? html`<p>Pipelines: ${runs.map(({ id, status }) => html`<a href="${base}/pipelines/${id}">#${id}</a> ${badge(status)} `)}</p>` : ''}
      <pre>${commit.message}</pre>
      <p><a href="${base}/tree/${commit.sha}">Browse the files</a></p>
      ${diffs(await git.diff(fullPath, undefined, commit.sha))}`,
  });
}

/** `/-/compare/<from>...<to>`. */
export async function comparePage(
  services: GitlabServices,
  project: Project,
  [from, to]: readonly [string, string],
  res: Response,
): Promise<void> {
  sendPage(res, {
    title: `${from} … ${to}`,
    project,
    body: await commitsOf(services, project).comparison(from, to),
  });
}

function commitsOf({ git }: GitlabServices, project: Project) {
  return new CommitView(git, project.fullPath, commit =>
    commitLink(project, commit),
  );
}
