import { mkdir, readFile, rm, stat, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { ConflictError, InputError, NotFoundError } from '@backstage/errors';
import { assertApplicable } from './assertApplicable';
import { fastImportStream } from './fastImport';
import {
  assertFilePath,
  assertRepositoryName,
  isBranchName,
  isRevision,
} from './names';
import { LOG_FORMAT, parseDiff, parseLog, parseTree } from './parse';
import { GitError, gitEnvironment, runGit } from './runGit';
import type {
  CommitOptions,
  FileAction,
  FileDiff,
  GitCommit,
  GitComparison,
  PushEvent,
  TreeEntry,
} from './types';

const SANDBOX_AUTHOR = { name: 'Sandbox', email: 'sandbox@example.com' };
const MAX_COMMITS = 5000;

/**
 * Real bare repositories below one folder. `repo` is `<group>/<name>` throughout; a revision is a branch, a tag, `HEAD` or a full or
 * short SHA. What does not exist throws `NotFoundError`.
 */
export class GitStore {
  readonly #root: string;
  readonly #env: NodeJS.ProcessEnv;
  readonly #commits = new Map<string, GitCommit>();
  readonly #listeners = new Set<(event: PushEvent) => void>();

  private constructor(root: string) {
    this.#root = root;
    this.#env = gitEnvironment(join(root, 'gitconfig'));
  }

  static async open(root: string): Promise<GitStore> {
    await mkdir(root, { recursive: true });
    await writeFile(
      join(root, 'gitconfig'),
      '[safe]\n\tdirectory = *\n[core]\n\tquotePath = false\n[gc]\n\tauto = 0\n[maintenance]\n\tauto = false\n',
    );
    return new GitStore(root);
  }

  /** For processes that speak Git's protocol with the outside. */
  get environment(): NodeJS.ProcessEnv {
    return this.#env;
  }

  gitDir(repo: string): string {
    assertRepositoryName(repo);
    return `${join(this.#root, ...repo.split('/'))}.git`;
  }

  async hasRepository(repo: string): Promise<boolean> {
    const found = await stat(join(this.gitDir(repo), 'HEAD')).catch(() => null);
    return found !== null;
  }

  /** An empty repository. Its `HEAD` follows the first branch that is pushed. */
  async createRepository(
    repo: string,
    options: { readonly defaultBranch?: string } = {},
  ): Promise<void> {
    const { defaultBranch = 'main' } = options;
    const gitDir = this.gitDir(repo);
    if (await this.hasRepository(repo)) {
      throw new ConflictError(`Repository ${repo} exists`);
    }
    await mkdir(gitDir, { recursive: true });
    await this.#run(repo, ['init', '--quiet', '--bare']);
    const settings = {
      'receive.advertisePushOptions': 'true',
      'uploadpack.allowFilter': 'true',
      'uploadpack.allowAnySHA1InWant': 'true',
      'receive.denyDeleteCurrent': 'refuse',
    };
    for (const [key, value] of Object.entries(settings)) {
      await this.#run(repo, ['config', key, value]);
    }
    await this.setDefaultBranch(repo, defaultBranch);
  }

  async deleteRepository(repo: string): Promise<void> {
    await this.#assertThere(repo);
    await rm(this.gitDir(repo), { recursive: true, force: true });
    this.#commits.clear();
  }

  /** Undefined while the repository is empty. */
  async defaultBranch(repo: string): Promise<string | undefined> {
    await this.#assertThere(repo);
    const head = await readFile(join(this.gitDir(repo), 'HEAD'), 'utf8');
    const name = /^ref: refs\/heads\/(.+)$/m.exec(head)?.[1];
    return name && (await this.resolveRevision(repo, `refs/heads/${name}`))
      ? name
      : undefined;
  }

  async setDefaultBranch(repo: string, branch: string): Promise<void> {
    if (!isBranchName(branch)) {
      throw new InputError(`“${branch}” is not a branch name`);
    }
    await this.#run(repo, ['symbolic-ref', 'HEAD', `refs/heads/${branch}`]);
  }

  /** Points `HEAD` at a branch that exists when so far it points at none, as GitLab does after the first push. */
  async adoptDefaultBranch(repo: string): Promise<void> {
    if (await this.defaultBranch(repo)) {
      return;
    }
    const names = (await this.branches(repo)).map(({ name }) => name);
    if (names.length > 0) {
      await this.setDefaultBranch(repo, names[0]);
    }
  }

  async branches(
    repo: string,
  ): Promise<{ readonly name: string; readonly sha: string }[]> {
    const out = await this.#text(repo, [
      'for-each-ref',
      '--format=%(objectname) %(refname:lstrip=2)',
      'refs/heads',
    ]);
    return out
      .split('\n')
      .filter(line => line !== '')
      .map(line => ({ sha: line.slice(0, 40), name: line.slice(41) }));
  }

  async createBranch(repo: string, branch: string, from: string) {
    if (!isBranchName(branch)) {
      throw new InputError(`“${branch}” is not a branch name`);
    }
    const sha = await this.#resolve(repo, from);
    const ref = `refs/heads/${branch}`;
    if (await this.resolveRevision(repo, ref)) {
      throw new ConflictError(`Branch ${branch} exists`);
    }
    await this.#run(repo, ['update-ref', ref, sha, '0'.repeat(40)]);
    this.announce({ repo, ref, after: sha, pushOptions: [] });
  }

  async deleteBranch(repo: string, branch: string): Promise<void> {
    const ref = `refs/heads/${branch}`;
    const before = await this.#resolve(repo, ref);
    await this.#run(repo, ['update-ref', '-d', ref, before]);
    this.announce({ repo, ref, before, pushOptions: [] });
  }

  /** The full SHA of the commit that a branch, tag, `HEAD` or SHA (at least 4 digits) names; undefined when there is none. */
  async resolveRevision(
    repo: string,
    revision: string,
  ): Promise<string | undefined> {
    if (!isRevision(revision)) {
      return undefined;
    }
    try {
      const args = ['rev-parse', '--quiet', '--verify', `${revision}^{commit}`];
      return (await this.#text(repo, args)).trim();
    } catch (error) {
      if (error instanceof GitError) {
        return undefined;
      }
      throw error;
    }
  }

  async commit(repo: string, revision: string): Promise<GitCommit> {
    const key = `${repo}@${revision}`;
    const known = this.#commits.get(key);
    if (known) {
      return known;
    }
    const [commit] = await this.log(repo, revision, { limit: 1 });
    // what a full SHA names never changes
    if (commit.sha === revision) {
      if (this.#commits.size >= MAX_COMMITS) {
        this.#commits.clear();
      }
      this.#commits.set(key, commit);
    }
    return commit;
  }

  /** Newest first. */
  async log(
    repo: string,
    revision: string,
    options: {
      readonly limit?: number;
      readonly skip?: number;
      readonly path?: string;
      readonly since?: string;
      readonly until?: string;
    } = {},
  ): Promise<GitCommit[]> {
    const sha = await this.#resolve(repo, revision);
    const { limit = 20, skip = 0, path, since, until } = options;
    const out = await this.#text(repo, [
      'log',
      `--format=${LOG_FORMAT}`,
      `--max-count=${limit}`,
      `--skip=${skip}`,
      ...(since ? [`--since=${since}`] : []),
      ...(until ? [`--until=${until}`] : []),
      sha,
      '--',
      ...(path ? [path] : []),
    ]);
    return parseLog(out);
  }

  async compare(
    repo: string,
    from: string,
    to: string,
    options: { readonly limit?: number } = {},
  ): Promise<GitComparison> {
    const fromSha = await this.#resolve(repo, from);
    const toSha = await this.#resolve(repo, to);
    const out = await this.#text(repo, [
      'log',
      `--format=${LOG_FORMAT}`,
      `--max-count=${options.limit ?? 100}`,
      `${fromSha}..${toSha}`,
    ]);
    const diverged = await this.#run(repo, [
      'merge-base',
      '--is-ancestor',
      fromSha,
      toSha,
    ]).then(
      () => false,
      () => true,
    );
    return { commits: parseLog(out), diverged, fromSha, toSha };
  }

  /** The newest commit that both have in common; undefined when their histories never met. */
  async mergeBase(
    repo: string,
    one: string,
    other: string,
  ): Promise<string | undefined> {
    const shas = await Promise.all([
      this.#resolve(repo, one),
      this.#resolve(repo, other),
    ]);
    try {
      return (await this.#text(repo, ['merge-base', ...shas])).trim();
    } catch (error) {
      if (error instanceof GitError && error.exitCode === 1) {
        return undefined;
      }
      throw error;
    }
  }

  /** Merges a branch into another with a merge commit; undefined when they conflict. */
  async merge(
    repo: string,
    source: string,
    target: string,
    options: { readonly message: string; readonly date: Date },
  ): Promise<GitCommit | undefined> {
    const ref = `refs/heads/${target}`;
    const theirs = await this.#resolve(repo, `refs/heads/${source}`);
    const ours = await this.#resolve(repo, ref);
    const tree = await this.#mergedTree(repo, ours, theirs);
    if (!tree) {
      return undefined;
    }
    const date = `${Math.floor(options.date.getTime() / 1000)} +0000`;
    const env = {
      GIT_AUTHOR_NAME: SANDBOX_AUTHOR.name,
      GIT_AUTHOR_EMAIL: SANDBOX_AUTHOR.email,
      GIT_AUTHOR_DATE: date,
      GIT_COMMITTER_NAME: SANDBOX_AUTHOR.name,
      GIT_COMMITTER_EMAIL: SANDBOX_AUTHOR.email,
      GIT_COMMITTER_DATE: date,
    };
    const made = await this.#run(
      repo,
      ['commit-tree', '-p', ours, '-p', theirs, tree],
      {
        input: options.message,
        env,
      },
    );
    const sha = made.toString('utf8').trim();
    await this.#run(repo, ['update-ref', ref, sha, ours]).catch(error => {
      throw new ConflictError(`${target} of ${repo} has moved`, error);
    });
    this.announce({ repo, ref, before: ours, after: sha, pushOptions: [] });
    return this.commit(repo, sha);
  }

  /** Whether `merge` would find no conflict. */
  async canMerge(repo: string, ours: string, theirs: string): Promise<boolean> {
    return (await this.#mergedTree(repo, ours, theirs)) !== undefined;
  }

  /** What changed between two revisions; `from` undefined: all that `to` changed against its first parent. */
  async diff(
    repo: string,
    from: string | undefined,
    to: string,
  ): Promise<FileDiff[]> {
    const toSha = await this.#resolve(repo, to);
    const args = from
      ? ['diff', '-M', await this.#resolve(repo, from), toSha]
      : ['show', '--format=', '-M', '-m', '--first-parent', '-p', toSha];
    return parseDiff(await this.#text(repo, [...args, '--']));
  }

  /** Text of a file. */
  async readFile(
    repo: string,
    revision: string,
    path: string,
  ): Promise<string> {
    return (await this.readBlob(repo, revision, path)).toString('utf8');
  }

  async readBlob(
    repo: string,
    revision: string,
    path: string,
  ): Promise<Buffer> {
    assertFilePath(path);
    const sha = await this.#resolve(repo, revision);
    try {
      return await this.#run(repo, ['cat-file', 'blob', `${sha}:${path}`]);
    } catch (error) {
      throw new NotFoundError(
        `No file ${path} in ${repo} at ${revision}`,
        error,
      );
    }
  }

  /** The entries of a folder (default: the root), or with `recursive` all files below it. A folder that is not there has none. */
  async listFiles(
    repo: string,
    revision: string,
    options: { readonly path?: string; readonly recursive?: boolean } = {},
  ): Promise<TreeEntry[]> {
    const sha = await this.#resolve(repo, revision);
    const path = options.path?.replace(/^\/+|\/+$/g, '');
    if (path) {
      assertFilePath(path);
    }
    const out = await this.#text(repo, [
      'ls-tree',
      '-z',
      '--full-tree',
      ...(options.recursive ? ['-r'] : []),
      sha,
      '--',
      ...(path ? [`${path}/`] : []),
    ]);
    return parseTree(out);
  }

  /** All files below a folder (default: the root) with their contents, by path. */
  async readFiles(
    repo: string,
    revision: string,
    path?: string,
  ): Promise<ReadonlyMap<string, Buffer>> {
    const sha = await this.#resolve(repo, revision);
    const entries = await this.listFiles(repo, sha, { path, recursive: true });
    const blobs = entries.filter(entry => entry.type === 'blob');
    const out = await this.#run(repo, ['cat-file', '--batch'], {
      input: blobs.map(blob => `${blob.sha}\n`).join(''),
    });
    const files = new Map<string, Buffer>();
    let at = 0;
    for (const blob of blobs) {
      const end = out.indexOf(10, at);
      const size = Number(out.toString('latin1', at, end).split(' ')[2]);
      files.set(blob.path, out.subarray(end + 1, end + 1 + size));
      at = end + size + 2;
    }
    return files;
  }

  /** A gzipped tar with one top folder `prefix`, of the whole tree or of one folder in it. */
  async archive(
    repo: string,
    revision: string,
    options: { readonly prefix: string; readonly path?: string },
  ): Promise<Buffer> {
    const sha = await this.#resolve(repo, revision);
    const path = options.path?.replace(/^\/+|\/+$/g, '');
    if (path) {
      assertFilePath(path);
    }
    try {
      return await this.#run(repo, [
        'archive',
        '--format=tar.gz',
        `--prefix=${options.prefix}/`,
        sha,
        '--',
        ...(path ? [path] : []),
      ]);
    } catch (error) {
      throw new NotFoundError(`No ${path} in ${repo} at ${revision}`, error);
    }
  }

  /**
   * One commit with several changes, written without a work tree. The branch moves atomically: when somebody moved it in the
   * meantime this throws `ConflictError`, and for a file that is there (`create`) or missing (`update`, …) `InputError`.
   */
  async commitFiles(
    repo: string,
    branch: string,
    actions: readonly FileAction[],
    options: CommitOptions,
  ): Promise<GitCommit> {
    await this.#assertThere(repo);
    if (!isBranchName(branch)) {
      throw new InputError(`“${branch}” is not a branch name`);
    }
    const ref = `refs/heads/${branch}`;
    const before = await this.resolveRevision(repo, ref);
    if (options.expectedHead && options.expectedHead !== before) {
      throw new ConflictError(`${branch} of ${repo} has moved`);
    }
    const parent =
      before ??
      (options.startFrom
        ? await this.#resolve(repo, options.startFrom)
        : undefined);
    const existing = new Map(
      (parent
        ? await this.listFiles(repo, parent, { recursive: true })
        : []
      ).map(entry => [entry.path, entry]),
    );
    assertApplicable(actions, new Set(existing.keys()));
    const stream = fastImportStream({
      branch,
      parent,
      message: options.message,
      author: options.author ?? SANDBOX_AUTHOR,
      date: options.date ?? new Date(),
      actions,
      existing,
    });
    const sha = await this.#run(
      repo,
      ['fast-import', '--quiet', '--date-format=raw'],
      { input: stream },
    ).then(
      out => out.toString('utf8').trim(),
      error => {
        throw new ConflictError(`${branch} of ${repo} has moved`, error);
      },
    );
    if (!parent) {
      await this.adoptDefaultBranch(repo);
    }
    if (options.notify !== false) {
      const pushOptions = options.pushOptions ?? [];
      this.announce({ repo, ref, before, after: sha, pushOptions });
    }
    return this.commit(repo, sha);
  }

  /** Calls the listener after each push, over HTTP or by the API; the answer unsubscribes. */
  onPush(listener: (event: PushEvent) => void): () => void {
    this.#listeners.add(listener);
    return () => this.#listeners.delete(listener);
  }

  /** For whoever moved a ref by other means than this class. */
  announce(event: PushEvent): void {
    for (const listener of this.#listeners) {
      listener(event);
    }
  }

  async #assertThere(repo: string): Promise<void> {
    if (!(await this.hasRepository(repo))) {
      throw new NotFoundError(`No repository ${repo}`);
    }
  }

  async #resolve(repo: string, revision: string): Promise<string> {
    const sha = await this.resolveRevision(repo, revision);
    if (!sha) {
      await this.#assertThere(repo);
      throw new NotFoundError(`No revision “${revision}” in ${repo}`);
    }
    return sha;
  }

  async #mergedTree(
    repo: string,
    ours: string,
    theirs: string,
  ): Promise<string | undefined> {
    const base = await this.mergeBase(repo, ours, theirs);
    if (base === ours) {
      return (await this.#text(repo, ['rev-parse', `${theirs}^{tree}`])).trim();
    }
    try {
      const out = await this.#text(repo, [
        'merge-tree',
        '--write-tree',
        ours,
        theirs,
      ]);
      return out.split('\n', 1)[0];
    } catch (error) {
      if (error instanceof GitError) {
        return undefined;
      }
      throw error;
    }
  }

  async #run(
    repo: string,
    args: readonly string[],
    options: {
      readonly input?: Buffer | string;
      readonly env?: NodeJS.ProcessEnv;
    } = {},
  ): Promise<Buffer> {
    return runGit([`--git-dir=${this.gitDir(repo)}`, ...args], {
      env: { ...this.#env, ...options.env },
      input: options.input,
    });
  }

  async #text(repo: string, args: readonly string[]): Promise<string> {
    return (await this.#run(repo, args)).toString('utf8');
  }
}
