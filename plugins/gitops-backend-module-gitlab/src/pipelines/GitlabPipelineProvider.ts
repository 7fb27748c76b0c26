import type { Entity } from '@backstage/catalog-model';
import { InputError } from '@backstage/errors';
import type { PipelineRun, ProjectRef } from '@slipway/plugin-gitops-common';
import type {
  CallOptions,
  PipelineCommand,
  PipelineProvider,
} from '@slipway/plugin-gitops-node';
import type { RunWire } from '../client/wire';
import type { GitlabHosts } from '../hosts/GitlabHosts';
import { mapPipeline } from './mapPipeline';
import { mapStages } from './mapStages';
import { readLatest } from './readLatest';
import { readRecent } from './readRecent';

const mostRuns = 50;

/** Pipelines of all GitLab hosts under `integrations.gitlab`. @public */
export class GitlabPipelineProvider implements PipelineProvider {
  readonly id = 'gitlab';
  readonly #hosts: GitlabHosts;

  constructor(hosts: GitlabHosts) {
    this.#hosts = hosts;
  }

  projectOf(entity: Entity): ProjectRef | undefined {
    return this.#hosts.projectOfEntity(entity);
  }

  /** Throws when any of the hosts fails: an answer without it would say that its projects have no pipelines. */
  async latest(
    projects: readonly ProjectRef[],
    options?: CallOptions,
  ): Promise<readonly (PipelineRun | undefined)[]> {
    const hosts = [...new Set(projects.map(project => project.host))];
    const runs = new Map(
      await Promise.all(
        hosts.map(async host => {
          const client = this.#hosts.find(host);
          const paths = projects
            .filter(project => project.host === host)
            .map(project => project.path);
          const found = client && (await readLatest(client, paths, options));
          return [host, found] as const;
        }),
      ),
    );
    return projects.map(project => {
      const run = runs.get(project.host)?.get(project.path.toLowerCase());
      return run && this.#map(project, run);
    });
  }

  async recent(
    project: ProjectRef,
    options: CallOptions & { readonly limit: number },
  ): Promise<readonly PipelineRun[]> {
    const client = this.#hosts.clientOf(project);
    const limit = Math.min(Math.max(options.limit, 1), mostRuns);
    const runs = await readRecent(client, project.path, { ...options, limit });
    const [newest, ...older] = runs;
    if (!newest) {
      return [];
    }
    const jobs = await client.pipelineJobs(project.path, newest.iid, options);
    return [
      {
        ...this.#map(project, newest),
        stages: mapStages(newest.stages, jobs, this.#baseUrl(project)),
      },
      ...older.map(run => this.#map(project, run)),
    ];
  }

  async run(
    project: ProjectRef,
    command: PipelineCommand,
    options?: CallOptions,
  ): Promise<void> {
    const client = this.#hosts.clientOf(project);
    switch (command.type) {
      case 'retry':
        return client.retryPipeline(
          project.path,
          numeric(command.pipelineId),
          options,
        );
      case 'play':
        return client.playJob(project.path, numeric(command.jobId), options);
      default:
        throw new InputError(
          `Unknown pipeline command: ${JSON.stringify(command satisfies never)}`,
        );
    }
  }

  #map(project: ProjectRef, run: RunWire): PipelineRun {
    return mapPipeline(project, run, this.#baseUrl(project));
  }

  #baseUrl(project: ProjectRef): string {
    return this.#hosts.baseUrlOf(project.host) ?? `https://${project.host}`;
  }
}

function numeric(id: string): string {
  if (!/^\d+$/.test(id)) {
    throw new InputError(`“${id}” is not the id of a GitLab pipeline or job`);
  }
  return id;
}
