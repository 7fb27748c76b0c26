import type { Entity } from '@backstage/catalog-model';
import { ConflictError, InputError, NotFoundError } from '@backstage/errors';
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
import { mapStatus } from './mapStatus';
import { partOfJobs, partOfRun } from './partOfRun';
import { readLatest } from './readLatest';
import { readRecent } from './readRecent';
import { readLatestShared, readShared } from './readShared';

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
            .filter(project => project.host === host && !project.pipeline)
            .map(project => project.path);
          const found = client && (await readLatest(client, paths, options));
          return [host, found] as const;
        }),
      ),
    );
    const shared = await readLatestShared(
      projects.filter(project => project.pipeline),
      project => this.#hosts.find(project.host),
      options,
    );
    return projects.map(project => {
      const run =
        shared.get(project) ??
        (project.pipeline
          ? undefined
          : runs.get(project.host)?.get(project.path.toLowerCase()));
      return run && this.#map(project, run);
    });
  }

  async recent(
    project: ProjectRef,
    options: CallOptions & { readonly limit: number },
  ): Promise<readonly PipelineRun[]> {
    const client = this.#hosts.clientOf(project);
    const limit = Math.min(Math.max(options.limit, 1), mostRuns);
    const runs = project.pipeline
      ? (await readShared(client, project.path, options))
          .flatMap(run => partOfRun(run, project.pipeline ?? '') ?? [])
          .slice(0, limit)
      : await readRecent(client, project.path, { ...options, limit });
    const [newest, ...older] = runs;
    if (!newest) {
      return [];
    }
    const all = await client.pipelineJobs(project.path, newest.iid, options);
    const jobs = project.pipeline ? partOfJobs(all, project.pipeline) : all;
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
        return project.pipeline
          ? this.#retryPart(project, numeric(command.pipelineId), options)
          : client.retryPipeline(
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

  /** Retries what failed of the component, and nothing of those that it shares the pipeline with. */
  async #retryPart(
    project: ProjectRef,
    id: string,
    options?: CallOptions,
  ): Promise<void> {
    const client = this.#hosts.clientOf(project);
    const runs = await readShared(client, project.path, options);
    const run = runs.find(one => one.id === id);
    if (!run) {
      throw new NotFoundError(
        `${project.path} has no recent pipeline with the id ${id}`,
      );
    }
    const failed = partOfJobs(run.jobs, project.pipeline ?? '').filter(job =>
      ['failed', 'canceled'].includes(mapStatus(job.status)),
    );
    if (failed.length === 0) {
      throw new ConflictError(
        `No job of ${project.pipeline} failed in pipeline #${run.iid} of ${project.path}`,
      );
    }
    for (const job of failed) {
      await client.retryJob(project.path, job.id ?? '', options);
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
