import { posix } from 'node:path';
import type { FileEdit, JobEffect, PlannedCommit } from './model';
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

type Status = 'ok' | 'failed' | 'unknown';

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

  pushImage(ref: string): void {
    this.effects.push({ type: 'image', ref });
    this.#options.note(`pushes image ${ref}`);
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
      return 'failed';
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
