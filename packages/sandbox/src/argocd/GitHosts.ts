import type { GitCommit, GitStore } from '../git';
import { RenderError, type RevisionFiles } from '../render';
import { normalizeGitUrl } from './projectRules';

/** A Git server of the sandbox: what clone URLs begin with, and the repositories behind them. */
export interface GitHost {
  readonly baseUrl: string;
  readonly git: GitStore;
}

interface Located {
  readonly git: GitStore;
  /** `group/name`. */
  readonly repository: string;
}

/** Repositories by clone URL. Only those of the sandbox's own Git servers are known. */
export class GitHosts {
  constructor(private readonly hosts: readonly GitHost[]) {}

  /** True when a URL means this repository of this server. */
  is(url: string, git: GitStore, repository: string): boolean {
    const found = this.#find(url);
    return (
      found?.git === git &&
      found.repository.toLowerCase() === repository.toLowerCase()
    );
  }

  /** Full SHA of a branch, tag, SHA or `HEAD`; throws `RenderError` in Argo CD's words. */
  async resolve(url: string, revision: string): Promise<string> {
    const { git, repository } = this.#locate(url);
    if (!(await git.hasRepository(repository).catch(() => false))) {
      throw new RenderError('failed to list refs: repository not found');
    }
    const sha = await git.resolveRevision(repository, revision);
    if (!sha) {
      throw new RenderError(`unable to resolve '${revision}' to a commit SHA`);
    }
    return sha;
  }

  async commit(url: string, sha: string): Promise<GitCommit> {
    const { git, repository } = this.#locate(url);
    return git.commit(repository, sha);
  }

  /** All files of a commit. */
  async files(url: string, sha: string): Promise<RevisionFiles> {
    const { git, repository } = this.#locate(url);
    const files = await git.readFiles(repository, sha);
    const paths = [...files.keys()].sort();
    return {
      readFile: async path => files.get(path)?.toString('utf8'),
      listFiles: async folder =>
        folder === ''
          ? paths
          : paths.filter(
              path => path === folder || path.startsWith(`${folder}/`),
            ),
    };
  }

  onPush(listener: (git: GitStore, repository: string) => void): () => void {
    const stops = this.hosts.map(({ git }) =>
      git.onPush(({ repo }) => listener(git, repo)),
    );
    return () => stops.forEach(stop => stop());
  }

  #locate(url: string): Located {
    const found = this.#find(url);
    if (!found) {
      const known = this.hosts
        .map(({ baseUrl }) => `${normalizeGitUrl(baseUrl)}/`)
        .join(' and ');
      throw new RenderError(
        `failed to list refs: the sandbox knows only the repositories of ${known}, not ${withoutCredentials(url)}`,
      );
    }
    return found;
  }

  #find(url: string): Located | undefined {
    for (const { baseUrl, git } of this.hosts) {
      const base = `${normalizeGitUrl(baseUrl)}/`;
      if (normalizeGitUrl(url).startsWith(base)) {
        const repository = url
          .trim()
          .slice(base.length)
          .replace(/\/+$/, '')
          .replace(/\.git$/i, '');
        return { git, repository };
      }
    }
    return undefined;
  }
}

export function withoutCredentials(url: string): string {
  return url.replace(/\/\/[^/@]*@/, '//');
}
