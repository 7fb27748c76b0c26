import { randomUUID } from 'node:crypto';
import { rm } from 'node:fs/promises';
import { join } from 'node:path';
import { ConflictError, InputError, NotFoundError } from '@backstage/errors';
import type { GitStore } from './GitStore';
import { assertFilePath, isBranchName } from './names';
import { GitError, runGit } from './runGit';

/** One entry of a tree that is written; without `sha` and `content` the path is removed. */
export interface TreeChange {
  readonly path: string;
  /** Octal, six digits. */
  readonly mode: string;
  readonly sha?: string;
  readonly content?: string;
}

export interface SizedTreeEntry {
  readonly path: string;
  readonly type: 'blob' | 'tree' | 'commit';
  readonly mode: string;
  readonly sha: string;
  /** Of blobs only. */
  readonly size?: number;
}

export interface Signature {
  readonly name: string;
  readonly email: string;
  readonly date: Date;
}

const SHA = /^[0-9a-f]{40}$/;
const ZERO = '0'.repeat(40);

/** Git's plumbing: objects that are made one by one, and refs that are moved to them afterwards. */
export class GitObjects {
  constructor(private readonly git: GitStore) {}

  async writeBlob(repo: string, content: Buffer): Promise<string> {
    return this.#line(repo, ['hash-object', '-w', '--stdin'], content);
  }

  /** Throws `NotFoundError` for anything that is not a blob. */
  async readBlob(repo: string, sha: string): Promise<Buffer> {
    return this.#run(repo, ['cat-file', 'blob', asSha(sha)]).catch(error => {
      throw new NotFoundError(`No blob ${sha} in ${repo}`, error);
    });
  }

  /** The tree of a commit, branch or tag, or the tree itself; undefined when there is none. */
  async treeOf(repo: string, revision: string): Promise<string | undefined> {
    const commit = await this.git.resolveRevision(repo, revision);
    const name = commit ?? (SHA.test(revision) ? revision : undefined);
    return (
      name &&
      this.#line(repo, ['rev-parse', '--verify', '-q', `${name}^{tree}`]).catch(
        () => undefined,
      )
    );
  }

  async listTree(
    repo: string,
    tree: string,
    options: { readonly recursive: boolean },
  ): Promise<SizedTreeEntry[]> {
    const out = await this.#run(repo, [
      'ls-tree',
      '-z',
      '--long',
      ...(options.recursive ? ['-r', '-t'] : []),
      asSha(tree),
    ]);
    return out
      .toString('utf8')
      .split('\0')
      .filter(line => line !== '')
      .map(line => {
        const tab = line.indexOf('\t');
        const [mode, type, sha, size] = line.slice(0, tab).split(/ +/);
        return {
          path: line.slice(tab + 1),
          mode,
          sha,
          type: type === 'tree' || type === 'commit' ? type : 'blob',
          size: size === '-' ? undefined : Number(size),
        };
      });
  }

  /** The SHA of a tree that is `base` with these changes. Throws `InputError` for objects that are not there. */
  async writeTree(
    repo: string,
    base: string | undefined,
    changes: readonly TreeChange[],
  ): Promise<string> {
    const index = join(this.git.gitDir(repo), `index-${randomUUID()}`);
    const env = { GIT_INDEX_FILE: index };
    try {
      await this.#run(repo, ['read-tree', base ? asSha(base) : '--empty'], {
        env,
      });
      const lines: string[] = [];
      for (const change of changes) {
        assertFilePath(change.path);
        if (change.mode === '040000') {
          await this.#graft(repo, change, env);
          continue;
        }
        const sha =
          change.content === undefined
            ? change.sha
            : await this.writeBlob(repo, Buffer.from(change.content));
        lines.push(
          sha
            ? `${asMode(change.mode)} ${asSha(sha)}\t${change.path}`
            : `0 ${ZERO}\t${change.path}`,
        );
      }
      await this.#run(
        repo,
        ['update-index', '--add', '--replace', '-z', '--index-info'],
        { env, input: lines.map(line => `${line}\0`).join('') },
      );
      const tree = await this.#run(repo, ['write-tree'], { env });
      return tree.toString('utf8').trim();
    } catch (error) {
      throw error instanceof GitError
        ? new InputError('GitRPC::BadObjectState', error)
        : error;
    } finally {
      await rm(index, { force: true });
    }
  }

  /** A commit that no ref points at yet. */
  async writeCommit(
    repo: string,
    commit: {
      readonly tree: string;
      readonly parents: readonly string[];
      readonly message: string;
      readonly author: Signature;
      readonly committer: Signature;
    },
  ): Promise<string> {
    const { author, committer } = commit;
    const seconds = ({ date }: Signature) =>
      `${Math.floor(date.getTime() / 1000)} +0000`;
    const parents = commit.parents.flatMap(sha => ['-p', asSha(sha)]);
    try {
      const made = await this.#run(
        repo,
        ['commit-tree', ...parents, asSha(commit.tree)],
        {
          input: commit.message,
          env: {
            GIT_AUTHOR_NAME: author.name,
            GIT_AUTHOR_EMAIL: author.email,
            GIT_AUTHOR_DATE: seconds(author),
            GIT_COMMITTER_NAME: committer.name,
            GIT_COMMITTER_EMAIL: committer.email,
            GIT_COMMITTER_DATE: seconds(committer),
          },
        },
      );
      return made.toString('utf8').trim();
    } catch (error) {
      throw new InputError('Tree SHA or parent does not exist', error);
    }
  }

  /** Moves or makes a branch. Throws `InputError` for a move that is no fast-forward, unless forced. */
  async moveBranch(
    repo: string,
    branch: string,
    sha: string,
    options: { readonly force?: boolean; readonly create?: boolean } = {},
  ): Promise<void> {
    const ref = `refs/heads/${branch}`;
    const before = await this.git.resolveRevision(repo, ref);
    const after = await this.git.resolveRevision(repo, asSha(sha));
    if (!isBranchName(branch) || !after) {
      throw new InputError('Object does not exist');
    }
    if (options.create && before) {
      throw new ConflictError('Reference already exists');
    }
    if (!options.create && !before) {
      throw new InputError('Reference does not exist');
    }
    if (before && !options.force) {
      const { diverged } = await this.git.compare(repo, before, after);
      if (diverged) {
        throw new InputError('Update is not a fast forward');
      }
    }
    await this.#run(repo, ['update-ref', ref, after, before ?? ZERO]).catch(
      error => {
        throw new ConflictError(`${branch} of ${repo} has moved`, error);
      },
    );
    await this.git.adoptDefaultBranch(repo);
    if (before !== after) {
      this.git.announce({ repo, ref, before, after, pushOptions: [] });
    }
  }

  async #graft(
    repo: string,
    { path, sha }: TreeChange,
    env: NodeJS.ProcessEnv,
  ): Promise<void> {
    await this.#run(repo, ['rm', '-r', '-q', '--cached', '--', path], {
      env,
    }).catch(() => undefined);
    if (sha) {
      await this.#run(repo, ['read-tree', `--prefix=${path}/`, asSha(sha)], {
        env,
      });
    }
  }

  async #line(
    repo: string,
    args: readonly string[],
    input?: Buffer,
  ): Promise<string> {
    return (await this.#run(repo, args, { input })).toString('utf8').trim();
  }

  async #run(
    repo: string,
    args: readonly string[],
    options: {
      readonly input?: Buffer | string;
      readonly env?: NodeJS.ProcessEnv;
    } = {},
  ): Promise<Buffer> {
    return runGit([`--git-dir=${this.git.gitDir(repo)}`, ...args], {
      env: { ...this.git.environment, ...options.env },
      input: options.input,
    });
  }
}

function asSha(text: string): string {
  if (!SHA.test(text)) {
    throw new InputError(`“${text}” is not a SHA`);
  }
  return text;
}

function asMode(mode: string): string {
  if (!['100644', '100755', '120000', '160000'].includes(mode)) {
    throw new InputError(`“${mode}” is not a mode`);
  }
  return mode;
}
