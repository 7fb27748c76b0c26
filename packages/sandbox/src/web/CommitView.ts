import type { GitCommit, GitStore } from '../git';
import { diffs } from './diffs';
import { empty, table, time } from './elements';
import { html, type Html } from './html';
import type { Place } from './splitRef';

/** The parts of pages that show the commits of one repository. */
export class CommitView {
  readonly #git: GitStore;
  readonly #repo: string;
  readonly #link: (commit: GitCommit) => Html;

  /** `link` leads to the page of a commit, which each host calls otherwise. */
  constructor(git: GitStore, repo: string, link: (commit: GitCommit) => Html) {
    this.#git = git;
    this.#repo = repo;
    this.#link = link;
  }

  /** The newest commits that touched a place. */
  async history({ ref, path }: Place): Promise<Html> {
    const commits = await this.#git.log(this.#repo, ref, {
      limit: 50,
      path: path || undefined,
    });
    return this.#table(commits, 'No commits yet.');
  }

  /** What `to` has and `from` has not. */
  async comparison(from: string, to: string): Promise<Html> {
    const git = this.#git;
    const repo = this.#repo;
    const { commits, fromSha, toSha } = await git.compare(repo, from, to);
    const base = (await git.mergeBase(repo, fromSha, toSha)) ?? fromSha;
    return html`${this.#table(commits, 'No commits between the two.')}
    ${diffs(await git.diff(repo, base, toSha))}`;
  }

  #table(commits: readonly GitCommit[], otherwise: string): Html {
    return commits.length === 0
      ? empty(otherwise)
      : table(
          ['Commit', 'Message', 'Author', 'When'],
          commits.map(commit => [
            this.#link(commit),
            commit.title,
            commit.authorName,
            time(commit.authoredAt),
          ]),
        );
  }
}

/** Who made a commit, and when. */
export function authorship({ authorName, authoredAt }: GitCommit): Html {
  return html`<span class="quiet">by ${authorName}, ${time(authoredAt)}</span>`;
}
