import { createHash } from 'node:crypto';

/** One commit with the whole tree that it leaves. @public */
export interface FakeCommit {
  readonly sha: string;
  readonly message: string;
  readonly at: Date;
  readonly parent?: FakeCommit;
  readonly files: ReadonlyMap<string, string>;
}

/** A Git history in memory, as far as the API of a Git host shows one. @public */
export class FakeRepository {
  readonly #commits: FakeCommit[] = [];
  #head: FakeCommit | undefined;

  commit(
    message: string,
    files: Readonly<Record<string, string>> = {},
    parentSha?: string,
  ): FakeCommit {
    const parent = parentSha ? this.find(parentSha) : this.#head;
    const at = new Date(Date.UTC(2026, 0, 1, 0, this.#commits.length));
    const commit: FakeCommit = {
      sha: createHash('sha1')
        .update(`${this.#commits.length} ${message}`)
        .digest('hex'),
      message,
      at,
      parent,
      files: new Map([...(parent?.files ?? []), ...Object.entries(files)]),
    };
    this.#commits.push(commit);
    if (!parentSha) {
      this.#head = commit;
    }
    return commit;
  }

  find(revision: string): FakeCommit | undefined {
    return this.#commits.find(commit => commit.sha.startsWith(revision));
  }

  /** Reachable from `to` and not from `from`, oldest first as Git hosts list them. */
  between(from: FakeCommit, to: FakeCommit): FakeCommit[] {
    const known = new Set(ancestry(from));
    return ancestry(to)
      .filter(commit => !known.has(commit))
      .reverse();
  }

  /** Those up to a commit that changed a folder, newest first. */
  ofFolder(to: FakeCommit, folder: string): FakeCommit[] {
    return ancestry(to).filter(({ files, parent }) =>
      [...files].some(
        ([path, content]) =>
          path.startsWith(`${folder}/`) && parent?.files.get(path) !== content,
      ),
    );
  }

  mergeBase(a: FakeCommit, b: FakeCommit): FakeCommit | undefined {
    const known = new Set(ancestry(a));
    return ancestry(b).find(commit => known.has(commit));
  }
}

function ancestry(commit: FakeCommit): FakeCommit[] {
  const result: FakeCommit[] = [];
  for (
    let next: FakeCommit | undefined = commit;
    next !== undefined;
    next = next.parent
  ) {
    result.push(next);
  }
  return result;
}
