import type { Entity } from '@backstage/catalog-model';
import { NotFoundError } from '@backstage/errors';
import type {
  Commit,
  Comparison,
  PipelineRun,
  ProjectRef,
} from '@slipway/plugin-gitops-common';
import type {
  PipelineCommand,
  PipelineProvider,
  RepositoryProvider,
} from '@slipway/plugin-gitops-node';

const host = 'gitlab.example';

/** Pipelines and repositories whose world a test turns. */
export class FakeGitProvider implements PipelineProvider, RepositoryProvider {
  readonly id = 'gitlab';
  /** Newest first, by project path. */
  readonly runs = new Map<string, readonly PipelineRun[]>();
  readonly commits = new Map<string, Commit>();
  readonly comparisons = new Map<string, Comparison>();
  readonly calls: string[] = [];
  outage: Error | undefined;

  projectOf(target: Entity | string): ProjectRef | undefined {
    const path =
      typeof target === 'string'
        ? /^https:\/\/gitlab\.example\/(.+)\.git$/.exec(target)?.[1]
        : target.metadata.annotations?.['gitlab.com/project-slug'];
    return path ? { provider: this.id, host, path } : undefined;
  }

  async latest(
    projects: readonly ProjectRef[],
  ): Promise<readonly (PipelineRun | undefined)[]> {
    this.#called(`latest ${projects.map(({ path }) => path).join(' ')}`);
    return projects.map(({ path }) => {
      const run = this.runs.get(path)?.[0];
      return run && { ...run, stages: undefined };
    });
  }

  async recent(
    project: ProjectRef,
    options: { readonly limit: number },
  ): Promise<readonly PipelineRun[]> {
    this.#called(`recent ${project.path}`);
    const runs = this.runs.get(project.path);
    if (!runs) {
      throw new NotFoundError('404 Project Not Found');
    }
    return runs.slice(0, options.limit);
  }

  async run(project: ProjectRef, command: PipelineCommand): Promise<void> {
    this.#called(`${command.type} ${project.path}`);
  }

  async compare(
    _project: ProjectRef,
    from: string,
    to: string,
  ): Promise<Comparison> {
    this.#called(`compare ${from} ${to}`);
    const comparison = this.comparisons.get(`${from}..${to}`);
    if (!comparison) {
      throw new NotFoundError('404 Commit Not Found');
    }
    return comparison;
  }

  async commit(_project: ProjectRef, sha: string): Promise<Commit> {
    this.#called(`commit ${sha}`);
    const commit = this.commits.get(sha);
    if (!commit) {
      throw new NotFoundError('404 Commit Not Found');
    }
    return commit;
  }

  async readFile(): Promise<string> {
    throw new NotFoundError('404 File Not Found');
  }

  #called(call: string) {
    this.calls.push(call);
    if (this.outage) {
      throw this.outage;
    }
  }
}
