/** One commit; dates are ISO 8601. */
export interface GitCommit {
  readonly sha: string;
  /** The first 8 digits, as GitLab shortens. */
  readonly shortSha: string;
  readonly parents: readonly string[];
  /** First line of the message. */
  readonly title: string;
  readonly message: string;
  readonly authorName: string;
  readonly authorEmail: string;
  readonly authoredAt: string;
  readonly committerName: string;
  readonly committerEmail: string;
  readonly committedAt: string;
}

export interface TreeEntry {
  readonly path: string;
  readonly type: 'blob' | 'tree' | 'commit';
  /** Octal, six digits. */
  readonly mode: string;
  readonly sha: string;
}

/** A change of one file. `write` creates or replaces; `create` and `update` insist that the file was absent or present. */
export type FileAction =
  | {
      readonly action: 'write' | 'create' | 'update';
      readonly path: string;
      readonly content: string | Buffer;
      readonly executable?: boolean;
    }
  | { readonly action: 'delete'; readonly path: string }
  | {
      readonly action: 'move';
      readonly path: string;
      readonly previousPath: string;
      readonly content?: string | Buffer;
    }
  | {
      readonly action: 'chmod';
      readonly path: string;
      readonly executable: boolean;
    };

export interface CommitOptions {
  readonly message: string;
  readonly author?: { readonly name: string; readonly email: string };
  /** Author and commit date; default now. */
  readonly date?: Date;
  /** Where a branch that does not exist yet starts; default: a root commit. */
  readonly startFrom?: string;
  /** The commit that the branch must still be at; `ConflictError` otherwise. */
  readonly expectedHead?: string;
  /** As `git push -o`, for example `ci.skip`. */
  readonly pushOptions?: readonly string[];
  /** False keeps listeners of pushes silent: for seeding. */
  readonly notify?: boolean;
}

/** A branch or tag that was created, moved or deleted, by a push over HTTP or by the API. */
export interface PushEvent {
  readonly repo: string;
  /** Full, for example `refs/heads/main`. */
  readonly ref: string;
  /** Undefined when it was created. */
  readonly before?: string;
  /** Undefined when it was deleted. */
  readonly after?: string;
  readonly pushOptions: readonly string[];
}

export interface GitComparison {
  /** Reachable from `to` but not from `from`; newest first. */
  readonly commits: readonly GitCommit[];
  /** True when `from` is not an ancestor of `to`. */
  readonly diverged: boolean;
  readonly fromSha: string;
  readonly toSha: string;
}

export interface FileDiff {
  readonly oldPath: string;
  readonly newPath: string;
  readonly created: boolean;
  readonly deleted: boolean;
  readonly renamed: boolean;
  /** Unified, from the first `@@`. */
  readonly diff: string;
}
