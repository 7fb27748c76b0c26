import type { Entity } from '@backstage/catalog-model';
import { ConflictError, InputError } from '@backstage/errors';
import type { PipelineRun, ProjectRef } from '@slipway/plugin-gitops-common';
import {
  currentStage,
  type CallOptions,
  type PipelineCommand,
  type PipelineProvider,
} from '@slipway/plugin-gitops-node';
import type { GithubClient } from '../client/GithubClient';
import type { GithubHosts } from '../hosts/GithubHosts';
import type { GithubRun } from './GithubRun';
import { mapPipeline } from './mapPipeline';
import { mapStages } from './mapStages';
import { mapStatus } from './mapStatus';
import { readCurrentStages } from './readCurrentStages';
import { readLatest } from './readLatest';
import { readRecent } from './readRecent';

const mostRuns = 50;
const failures = ['failed', 'canceled'];

/** Workflow runs of all GitHub hosts under `integrations.github`. @public */
export class GithubPipelineProvider implements PipelineProvider {
  readonly id = 'github';
  readonly #hosts: GithubHosts;

  constructor(hosts: GithubHosts) {
    this.#hosts = hosts;
  }

  projectOf(entity: Entity): ProjectRef | undefined {
    return this.#hosts.projectOfEntity(entity);
  }

  /** Throws when any of the hosts fails: an answer without it would say that its projects have no runs. */
  async latest(
    projects: readonly ProjectRef[],
    options?: CallOptions,
  ): Promise<readonly (PipelineRun | undefined)[]> {
    const groups = await Promise.all(
      this.#hosts.groupByCredentials(projects).map(async group => {
        const client = this.#hosts.find(group[0].host);
        return client ? this.#latestOfGroup(client, group, options) : [];
      }),
    );
    const found = new Map(groups.flat());
    return projects.map(project => found.get(project));
  }

  async recent(
    project: ProjectRef,
    options: CallOptions & { readonly limit: number },
  ): Promise<readonly PipelineRun[]> {
    const client = this.#hosts.clientOf(project);
    const limit = Math.min(Math.max(options.limit, 1), mostRuns);
    const runs = await readRecent(client, project, {
      ...options,
      limit,
    });
    const [newest, ...older] = runs;
    if (!newest) {
      return [];
    }
    return [
      await this.#withStages(client, project, newest, options),
      ...older.map(run => mapPipeline(project, run)),
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
        return retry(
          client,
          project.path,
          numeric(command.pipelineId),
          options,
        );
      case 'play':
        return play(client, project.path, numeric(command.jobId), options);
      default:
        throw new InputError(
          `Unknown pipeline command: ${JSON.stringify(command satisfies never)}`,
        );
    }
  }

  async #latestOfGroup(
    client: GithubClient,
    group: readonly [ProjectRef, ...ProjectRef[]],
    options?: CallOptions,
  ): Promise<readonly (readonly [ProjectRef, PipelineRun])[]> {
    const runs = await readLatest(client, group, options);
    const stages = await readCurrentStages(
      client,
      group[0].path,
      runs.filter(run => run !== undefined),
      options,
    );
    return group.flatMap((project, i) => {
      const run = runs[i];
      return run
        ? [
            [
              project,
              {
                ...mapPipeline(project, run),
                currentStage: stages.get(run.id),
              },
            ] as const,
          ]
        : [];
    });
  }

  async #withStages(
    client: GithubClient,
    project: ProjectRef,
    run: GithubRun,
    options?: CallOptions,
  ): Promise<PipelineRun> {
    const jobs = await client.jobs(project.path, run.id, options);
    const waits = jobs.some(
      job => mapStatus(job.status, job.conclusion) === 'manual',
    );
    const pending = waits
      ? await client.pendingDeployments(project.path, run.id, options)
      : [];
    const stages = mapStages(jobs, {
      status: run.status,
      mayApprove: pending.some(one => one.current_user_can_approve),
    });
    return {
      ...mapPipeline(project, run),
      stages,
      currentStage: currentStage(run.status, stages),
    };
  }
}

async function retry(
  client: GithubClient,
  path: string,
  id: string,
  options?: CallOptions,
): Promise<void> {
  const run = await client.run(path, id, options);
  if (run.status !== 'completed') {
    throw new ConflictError(
      `Run #${run.run_number} of ${path} is not over yet: it can be run again when it is`,
    );
  }
  const jobs = await client.jobs(path, id, options);
  const failed = jobs.some(job =>
    failures.includes(mapStatus(job.status, job.conclusion)),
  );
  await client.rerun(path, id, failed ? 'rerun-failed-jobs' : 'rerun', options);
}

/** Approves the deployment that a job waits for, and no other. */
async function play(
  client: GithubClient,
  path: string,
  id: string,
  options?: CallOptions,
): Promise<void> {
  const job = await client.job(path, id, options);
  if (mapStatus(job.status, job.conclusion) !== 'manual') {
    throw new ConflictError(`The job ${job.name} of ${path} does not wait`);
  }
  const pending = await client.pendingDeployments(path, job.run_id, options);
  const [only, ...others] = pending;
  if (!only) {
    throw new ConflictError(
      `The job ${job.name} of ${path} does not wait for an approval any more`,
    );
  }
  const environment =
    others.length === 0
      ? only.environment.id
      : await client.environmentOfJob(path, job, options);
  await client.approve(path, job.run_id, environment, options);
}

function numeric(id: string): string {
  if (!/^\d+$/.test(id)) {
    throw new InputError(`“${id}” is not the id of a GitHub run or job`);
  }
  return id;
}
