import { fileWrites, type GitStore } from '../git';

let number = 0;

/** What the contract suites of the providers commit to a host. */
export class ContractCommits {
  readonly #git: GitStore;
  readonly #failing = new Set<string>();

  constructor(git: GitStore) {
    this.#git = git;
  }

  /** A name that no other project has. */
  static nextName(): string {
    number += 1;
    return `contract-${number}`;
  }

  /** The files that define the pipeline, before any is started. */
  async begin(
    repo: string,
    branch: string,
    files: Readonly<Record<string, string>>,
  ): Promise<void> {
    await this.#git.commitFiles(repo, branch, fileWrites(files), {
      message: 'chore: begin',
      notify: false,
    });
  }

  /** Makes the job `unit` fail for the next push. */
  failNext(repo: string): void {
    this.#failing.add(repo);
  }

  /** One more commit on the default branch; its SHA. */
  async push(repo: string, message: string): Promise<string> {
    const branch = (await this.#git.defaultBranch(repo)) ?? 'main';
    const body = this.#failing.delete(repo) ? '\n\n[fail:unit]' : '';
    number += 1;
    const { sha } = await this.#git.commitFiles(
      repo,
      branch,
      fileWrites({ 'app.py': `${number}` }),
      { message: message + body },
    );
    return sha;
  }

  /** A commit on `main`, or on a branch of its own from `parent`; its SHA. */
  async commit(
    repo: string,
    message: string,
    files: Readonly<Record<string, string>>,
    parent?: string,
  ): Promise<string> {
    number += 1;
    const { sha } = await this.#git.commitFiles(
      repo,
      parent ? `side-${number}` : 'main',
      fileWrites(files),
      { message, startFrom: parent },
    );
    return sha;
  }
}
