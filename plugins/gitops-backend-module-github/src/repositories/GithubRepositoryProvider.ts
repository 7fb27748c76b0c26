import type {
  Commit,
  Comparison,
  ProjectRef,
} from '@slipway/plugin-gitops-common';
import type {
  CallOptions,
  RepositoryProvider,
} from '@slipway/plugin-gitops-node';
import type { GithubHosts } from '../hosts/GithubHosts';
import { mapCommit } from './mapCommit';

const mostCommits = 100;

/** Repositories of all GitHub hosts under `integrations.github`. @public */
export class GithubRepositoryProvider implements RepositoryProvider {
  readonly id = 'github';
  readonly #hosts: GithubHosts;

  constructor(hosts: GithubHosts) {
    this.#hosts = hosts;
  }

  projectOf(repoUrl: string): ProjectRef | undefined {
    return this.#hosts.projectOfUrl(repoUrl);
  }

  async compare(
    project: ProjectRef,
    from: string,
    to: string,
    options?: CallOptions,
  ): Promise<Comparison> {
    const { contents } = this.#hosts.clientOf(project);
    const { path, folder } = project;
    const [comparison, inFolder] = await Promise.all([
      contents.compare(path, from, to, options),
      folder ? contents.commitsOfFolder(path, folder, to, options) : undefined,
    ]);
    const wanted = inFolder && new Set(inFolder.map(({ sha }) => sha));
    return {
      commits: [...comparison.commits]
        .reverse()
        .filter(({ sha }) => !wanted || wanted.has(sha))
        .slice(0, mostCommits)
        .map(mapCommit),
      diverged: !['ahead', 'identical'].includes(comparison.status),
      webUrl: comparison.html_url,
    };
  }

  async commit(
    project: ProjectRef,
    sha: string,
    options?: CallOptions,
  ): Promise<Commit> {
    const { contents } = this.#hosts.clientOf(project);
    return mapCommit(await contents.commit(project.path, sha, options));
  }

  async readFile(
    project: ProjectRef,
    path: string,
    revision: string,
    options?: CallOptions,
  ): Promise<string> {
    const { contents } = this.#hosts.clientOf(project);
    return contents.readFile(project.path, path, revision, options);
  }
}
