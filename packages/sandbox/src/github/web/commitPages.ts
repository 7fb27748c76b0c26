import type { Response } from 'express';
import { authorship, CommitView } from '../../web/CommitView';
import { diffs } from '../../web/diffs';
import { empty } from '../../web/elements';
import { html, type Html } from '../../web/html';
import type { Place } from '../../web/splitRef';
import type { GithubServices } from '../GithubServices';
import { encodePath } from '../links';
import type { Repository } from '../model/Repositories';
import { sendPage } from './page';
import { runLinks } from './runLinks';

export function commitLink({ fullName }: Repository, sha: string): Html {
  return html`<a href="/${encodePath(fullName)}/commit/${sha}"
    ><code>${sha.slice(0, 7)}</code></a
  >`;
}

/** `/commits/…`. */
export async function commitsPage(
  services: GithubServices,
  repository: Repository,
  place: Place | undefined,
  res: Response,
): Promise<void> {
  sendPage(res, {
    title: place ? `Commits of ${place.ref}` : 'Commits',
    repository,
    body: place
      ? await commitsOf(services, repository).history(place)
      : empty('No commits yet.'),
  });
}

/** `/commit/<sha>`. */
export async function commitPage(
  { git, runs }: GithubServices,
  repository: Repository,
  sha: string,
  res: Response,
): Promise<void> {
  const { fullName, id } = repository;
  const commit = await git.commit(fullName, sha);
  const own = runs.list(id).filter(run => run.sha === commit.sha);
  sendPage(res, {
    title: commit.title,
    repository,
    body: html`<p><code>${commit.sha}</code> ${authorship(commit)}</p>
      ${runLinks('Runs', repository, own)}
      <pre>${commit.message}</pre>
      <p>
        <a href="/${encodePath(fullName)}/tree/${commit.sha}"
          >Browse the files</a
        >
      </p>
      ${diffs(await git.diff(fullName, undefined, commit.sha))}`,
  });
}

/** `/compare/<base>...<head>`. */
export async function comparePage(
  services: GithubServices,
  repository: Repository,
  [from, to]: readonly [string, string],
  res: Response,
): Promise<void> {
  sendPage(res, {
    title: `${from} … ${to}`,
    repository,
    body: await commitsOf(services, repository).comparison(from, to),
  });
}

function commitsOf({ git }: GithubServices, repository: Repository) {
  return new CommitView(git, repository.fullName, ({ sha }) =>
    commitLink(repository, sha),
  );
}
