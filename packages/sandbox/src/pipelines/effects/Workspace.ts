import { posix } from 'node:path';
import { isKnown } from '../shell/unknownText';
import type { FileEdit, JobEffect, PlannedCommit } from './model';
import type { Status } from './outcome';
import type { GitCommand } from './readGitCommand';

export interface WorkspaceOptions {
  /** Where the pipeline's own repository is checked out. */
  readonly root: string;
  readonly branch: string;
  /** The full path of the project that a clone URL names, when it is one of this sandbox. */
  readonly repositoryOfUrl: (url: string) => string | undefined;
  /** Tells people what was recognised. */
  readonly note: (text: string) => void;
}

interface Checkout {
  readonly root: string;
  /** Undefined for the pipeline's own. */
  readonly repository?: string;
  branch: string;
  edits: FileEdit[];
  commits: PlannedCommit[];
}

/** The checkouts of a job: what is edited and committed in them becomes an effect when it is pushed. */
export class Workspace {
  readonly effects: JobEffect[] = [];
  readonly #options: WorkspaceOptions;
  readonly #checkouts: Checkout[];
  readonly #author = { name: 'GitLab CI', email: 'ci@noreply.localhost' };

  constructor(options: WorkspaceOptions) {
    const { root, branch } = options;
    this.#options = options;
    this.#checkouts = [{ root, branch, edits: [], commits: [] }];
  }

  /** What a part of could not be known is only told. */
  plan(effect: JobEffect, note: string): void {
    const isClear = isKnown(note);
    if (isClear) {
      this.effects.push(effect);
    }
    this.#options.note(
      isClear ? note : `not done, since it cannot be known: ${note}`,
    );
  }

  pushImage(ref: string): void {
    this.plan({ type: 'image', ref }, `pushes image ${ref}`);
  }

  isClean(directory: string): boolean {
    return !this.#checkoutOf(directory)?.edits.length;
  }

  /** Paths of the edit are relative to `directory`. */
  edit(directory: string, edit: FileEdit, program: string): Status {
    const file = 'directory' in edit ? edit.directory : edit.file;
    const path = posix.resolve(directory, file);
    const checkout = this.#checkoutOf(path);
    if (!checkout) {
      this.#options.note(
        `not run: ${program} on ${path}, which is no repository of the sandbox`,
      );
      return 'unknown';
    }
    const relative = posix.relative(checkout.root, path);
    if (!isKnown(JSON.stringify([relative, edit]))) {
      this.#options.note(`not run: ${program} with what cannot be known`);
      return 'unknown';
    }
    checkout.edits.push(
      'directory' in edit
        ? { ...edit, directory: relative }
        : { ...edit, file: relative },
    );
    this.#options.note(`edits ${relative || '.'} by ${program}`);
    return 'ok';
  }

  git(workingDirectory: string, command: GitCommand): Status {
    const directory = posix.resolve(workingDirectory, command.directory ?? '.');
    const checkout = this.#checkoutOf(directory);
    switch (command.type) {
      case 'clone':
        return this.#clone(directory, command);
      case 'switch':
        if (checkout) {
          checkout.branch = command.branch;
        }
        return 'ok';
      case 'author':
        this.#author[command.key] = command.value;
        return 'ok';
      case 'isClean':
        return checkout?.edits.length ? 'failed' : 'ok';
      case 'reset':
        if (checkout) {
          checkout.edits = [];
          checkout.commits = [];
        }
        return 'ok';
      case 'commit':
        return checkout ? this.#commit(checkout, command.message) : 'unknown';
      case 'push':
        return checkout ? this.#push(checkout, command) : 'unknown';
      default:
        return command.succeeds ? 'ok' : 'unknown';
    }
  }

  #clone(
    directory: string,
    { url, into, branch }: Extract<GitCommand, { type: 'clone' }>,
  ): Status {
    const repository = this.#options.repositoryOfUrl(url);
    if (!repository) {
      return 'unknown';
    }
    this.#checkouts.push({
      root: posix.resolve(directory, into),
      repository,
      branch: branch ?? 'HEAD',
      edits: [],
      commits: [],
    });
    this.#options.note(`clones ${repository}`);
    return 'ok';
  }

  #commit(checkout: Checkout, message: string): Status {
    if (checkout.edits.length === 0) {
      // a program that is not run may have changed something
      return 'unknown';
    }
    checkout.commits.push({
      message,
      author: { ...this.#author },
      edits: checkout.edits,
    });
    checkout.edits = [];
    this.#options.note(`commits “${message.split('\n', 1)[0]}”`);
    return 'ok';
  }

  #push(
    checkout: Checkout,
    { branch, pushOptions }: Extract<GitCommand, { type: 'push' }>,
  ): Status {
    if (checkout.commits.length > 0) {
      this.effects.push({
        type: 'push',
        repository: checkout.repository,
        branch: branch ?? checkout.branch,
        commits: checkout.commits,
        pushOptions,
      });
      checkout.commits = [];
    }
    return 'ok';
  }

  #checkoutOf(path: string): Checkout | undefined {
    return this.#checkouts
      .filter(({ root }) => path === root || path.startsWith(`${root}/`))
      .sort((a, b) => b.root.length - a.root.length)[0];
  }
}
