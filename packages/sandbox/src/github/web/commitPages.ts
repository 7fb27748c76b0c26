import type { Response } from 'express';
import type { GitCommit } from '../../git';
import { diffs } from '../../gitlab/web/diffs';
import { html, type Html } from '../../gitlab/web/html';
import { empty, table, time } from '../../gitlab/web/page';
import type { GithubServices } from '../GithubServices';
import { encodePath } from '../links';
import type { Repository } from '../model/Repositories';
import type { Place } from './codePages';
import { badge, sendPage } from './page';

export function commitLink({ fullName }: Repository, sha: string): Html {
  return html`<a href="/${encodePath(fullName)}/commit/${sha}"
    ><code>${sha.slice(0, 7)}</code></a
  >`;
}

/** `/commits/…`. */
export async function commitsPage(
  { git }: GithubServices,
  repository: Repository,
  place: Place | undefined,
  res: Response,
): Promise<void> {
  const commits = place
    ? await git.log(repository.fullName, place.ref, {
        limit: 50,
        path: place.path || undefined,
      })
    : [];
  sendPage(res, {
    title: place ? `Commits of ${place.ref}` : 'Commits',
    repository,
    body:
      commits.length > 0
        ? commitTable(repository, commits)
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
  const base = `/${encodePath(fullName)}`;
  const commit = await git.commit(fullName, sha);
  const own = runs.list(id).filter(run => run.sha === commit.sha);
  sendPage(res, {
    title: commit.title,
    repository,
    body: html`<p>
        <code>${commit.sha}</code>
        <span class="quiet"
          >by ${commit.authorName}, ${time(commit.authoredAt)}</span
        >
      </p>
      ${
        own.length > 0
          ? html`<p>
              Runs:
              ${own.map(
                run =>
                  html`<a href="${base}/actions/runs/${run.id}"
                      >${run.workflowName}</a
                    >
                    ${badge(run.conclusion ?? run.status)} `,
              )}
            </p>`
          : ''
      }
      <pre>${commit.message}</pre>
      <p><a href="${base}/tree/${commit.sha}">Browse the files</a></p>
      ${diffs(await git.diff(fullName, undefined, commit.sha))}`,
  });
}

/** `/compare/<base>...<head>`. */
export async function comparePage(
  { git }: GithubServices,
  repository: Repository,
  [from, to]: readonly [string, string],
  res: Response,
): Promise<void> {
  const { fullName } = repository;
  const { commits, fromSha, toSha } = await git.compare(fullName, from, to);
  const base = (await git.mergeBase(fullName, fromSha, toSha)) ?? fromSha;
  sendPage(res, {
    title: `${from} … ${to}`,
    repository,
    body: html`${commits.length > 0 ? commitTable(repository, commits) : empty('No commits between the two.')}
    ${diffs(await git.diff(fullName, base, toSha))}`,
  });
}

function commitTable(
  repository: Repository,
  commits: readonly GitCommit[],
): Html {
  return table(
    ['Commit', 'Message', 'Author', 'When'],
    commits.map(commit => [
      commitLink(repository, commit.sha),
      commit.title,
      commit.authorName,
      time(commit.authoredAt),
    ]),
  );
}
