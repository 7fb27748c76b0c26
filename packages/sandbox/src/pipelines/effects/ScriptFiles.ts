import { posix } from 'node:path';

/** A repository's files at one commit, as far as a script has asked for them. */
export interface RepositoryFiles {
  readonly paths: readonly string[];
  /** Undefined: not read yet. */
  text(path: string): string | undefined;
}

/** The files that a script can see: those of the repository, and those that it wrote itself. */
export class ScriptFiles {
  /** By absolute path: what `>` and `>>` wrote. */
  readonly written = new Map<string, string>();
  /** Paths of the repository that have to be read before the script can be followed. */
  readonly wanted = new Set<string>();

  constructor(
    private readonly root: string,
    private readonly repository?: RepositoryFiles,
  ) {}

  /** Undefined for a file that the sandbox cannot know, or does not know yet. */
  read(path: string): string | undefined {
    const own = this.written.get(path);
    if (own !== undefined) {
      return own;
    }
    const relative = this.#relative(path);
    if (relative === undefined || !this.repository?.paths.includes(relative)) {
      return undefined;
    }
    const text = this.repository.text(relative);
    if (text === undefined) {
      this.wanted.add(relative);
    }
    return text;
  }

  /** True or nobody knows: commands that are not run may have made it. */
  isFile(path: string): true | undefined {
    const relative = this.#relative(path);
    const isThere =
      this.written.has(path) ||
      (relative !== undefined && this.repository?.paths.includes(relative));
    return isThere || undefined;
  }

  isFolder(path: string): true | undefined {
    const relative = this.#relative(path);
    const isThere =
      relative !== undefined &&
      this.repository?.paths.some(
        file => relative === '' || file.startsWith(`${relative}/`),
      );
    return isThere || undefined;
  }

  /** The files and folders that a pattern names, as a shell writes them. */
  glob(pattern: string, directory: string): readonly string[] {
    const base = this.#relative(directory);
    if (base === undefined || pattern.startsWith('/')) {
      return [];
    }
    const depth = pattern.replace(/\/$/, '').split('/').length;
    const source = pattern
      .replace(/\/$/, '')
      .replace(/[\\^$.|+()[\]{}]/g, '\\$&')
      .replace(/\*/g, '[^/]*')
      .replace(/\?/g, '[^/]');
    const found = (this.repository?.paths ?? [])
      .filter(path => base === '' || path.startsWith(`${base}/`))
      .map(path => path.slice(base === '' ? 0 : base.length + 1).split('/'))
      .filter(parts =>
        pattern.endsWith('/') ? parts.length > depth : parts.length >= depth,
      )
      .map(parts => parts.slice(0, depth).join('/'))
      .filter(path => new RegExp(`^${source}$`).test(path));
    const suffix = pattern.endsWith('/') ? '/' : '';
    return [...new Set(found)].sort().map(path => `${path}${suffix}`);
  }

  #relative(path: string): string | undefined {
    const relative = posix.relative(this.root, path);
    return relative.startsWith('..') ? undefined : relative;
  }
}
