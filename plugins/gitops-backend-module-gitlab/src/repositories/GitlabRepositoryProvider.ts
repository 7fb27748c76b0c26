import type {
  Commit,
  Comparison,
  ProjectRef,
} from '@slipway/plugin-gitops-common';
import type {
  CallOptions,
  RepositoryProvider,
} from '@slipway/plugin-gitops-node';
import type { GitlabHosts } from '../hosts/GitlabHosts';
import { mapCommit } from './mapCommit';

const mostCommits = 100;

/** Repositories of all GitLab hosts under `integrations.gitlab`. @public */
export class GitlabRepositoryProvider implements RepositoryProvider {
  readonly id = 'gitlab';
  readonly #hosts: GitlabHosts;

  constructor(hosts: GitlabHosts) {
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
    const client = this.#hosts.clientOf(project);
    const { path, folder } = project;
    const [comparison, base, inFolder] = await Promise.all([
      client.compare(path, from, to, options),
      client.mergeBase(path, [from, to], options),
      folder ? client.commitsOfFolder(path, folder, to, options) : undefined,
    ]);
    const wanted = inFolder && new Set(inFolder.map(({ id }) => id));
    return {
      commits: [...comparison.commits]
        .reverse()
        .filter(({ id }) => !wanted || wanted.has(id))
        .slice(0, mostCommits)
        .map(mapCommit),
      diverged: !base?.id.startsWith(from.toLowerCase()),
      webUrl: comparison.web_url,
    };
  }

  async commit(
    project: ProjectRef,
    sha: string,
    options?: CallOptions,
  ): Promise<Commit> {
    const client = this.#hosts.clientOf(project);
    return mapCommit(await client.commit(project.path, sha, options));
  }

  async readFile(
    project: ProjectRef,
    path: string,
    revision: string,
    options?: CallOptions,
  ): Promise<string> {
    const client = this.#hosts.clientOf(project);
    return client.readFile(project.path, path, revision, options);
  }
}
