import { createHash } from 'node:crypto';
import { InputError, NotFoundError } from '@backstage/errors';
import type { PushEvent } from '../git';
import { JobRunner, type JobId } from './JobRunner';
import { logHead } from './jobLog';
import type { CiJob, CiPipeline, PipelineRecord } from './model';
import { performJob } from './performJob';
import { PipelineStore } from './PipelineStore';
import type {
  PipelineMergeRequest,
  PipelinesOptions,
} from './PipelinesOptions';
import { planNewPipeline, type PipelineRequest } from './planNewPipeline';
import type { PlannedJob } from './ci';
import { recordedPipeline } from './recordedPipeline';
import {
  advance,
  cancelAll,
  isFinished,
  playJob,
  retryJob,
  settle,
  withJob,
} from './transitions';

/**
 * Pipelines of all projects, and the time in which they move: a push makes one by the repository's own `.gitlab-ci.yml`, jobs wait
 * for a runner, take a while, and do to Git and the image registry what their scripts would.
 */
export class Pipelines {
  readonly #options: PipelinesOptions;
  readonly #store: PipelineStore;
  readonly #runner: JobRunner;
  readonly #listeners = new Set<(pipeline: CiPipeline) => void>();
  #closed = false;
  /** Pushes become pipelines one after the other, in the order in which they came. */
  #pushes: Promise<void> = Promise.resolve();

  constructor(options: PipelinesOptions) {
    this.#options = options;
    this.#store = new PipelineStore(options.directory);
    this.#runner = new JobRunner({
      speed: options.speed,
      runners: options.runners,
      lockOf: ({ projectId, jobId }) => {
        const { resourceGroup } = this.#store.getJob(projectId, jobId).job;
        return resourceGroup && `${projectId}/${resourceGroup}`;
      },
      start: job => this.#start(job),
      finish: job => this.#finish(job),
      onError: error => this.#report(error),
    });
    options.git.onPush(event => this.#onPush(event));
    options.projects.onRemove(({ id }) => {
      this.#store
        .list(id)
        .flatMap(({ jobs }) => jobs)
        .forEach(job => this.#runner.forget(job.id));
      this.#store.removeProject(id);
    });
    this.#store.all().forEach(pipeline => this.#resume(pipeline));
  }

  /** Newest first. */
  list(projectId: number): readonly CiPipeline[] {
    return this.#store.list(projectId);
  }

  /** Throws `NotFoundError`. */
  get(projectId: number, pipelineId: number): CiPipeline {
    return this.#store.get(projectId, pipelineId);
  }

  /** Throws `NotFoundError`. */
  getJob(
    projectId: number,
    jobId: number,
  ): { readonly pipeline: CiPipeline; readonly job: CiJob } {
    return this.#store.getJob(projectId, jobId);
  }

  /** Calls the listener after each change of a pipeline; the answer unsubscribes. */
  onChange(listener: (pipeline: CiPipeline) => void): () => void {
    this.#listeners.add(listener);
    return () => this.#listeners.delete(listener);
  }

  /**
   * Makes a pipeline for a branch or tag because somebody asked for it. Throws `InputError` with GitLab's reason when the file is
   * missing or invalid or when its rules leave no job.
   */
  async create(input: {
    readonly project: string | number;
    readonly ref: string;
    readonly source: 'web' | 'trigger' | 'api';
    readonly variables?: Readonly<Record<string, string>>;
  }): Promise<CiPipeline> {
    const { git, projects } = this.#options;
    const project = projects.get(input.project);
    const ref = input.ref.replace(/^refs\/(heads|tags)\//, '');
    const branch = await git.resolveRevision(
      project.fullPath,
      `refs/heads/${ref}`,
    );
    const sha =
      branch ??
      (await git.resolveRevision(project.fullPath, `refs/tags/${ref}`));
    if (!sha) {
      throw new InputError('Reference not found');
    }
    const made = await this.#make({
      ...input,
      project,
      ref,
      isTag: !branch,
      sha,
    });
    if (typeof made === 'string' || made.yamlErrors) {
      throw new InputError(typeof made === 'string' ? made : made.yamlErrors);
    }
    return made;
  }

  /** Makes the pipeline of a merge request that was opened just now; it waits for its turn behind earlier pushes. */
  openMergeRequest(projectId: number, request: PipelineMergeRequest): void {
    this.#pushes = this.#pushes
      .then(() => this.#makeForMergeRequest(projectId, request))
      .catch(error => this.#report(error));
  }

  /** Adds a pipeline of the past as it is; nothing in it moves, except by `play` and `retry`. */
  record(input: PipelineRecord): CiPipeline {
    const { id: projectId } = this.#options.projects.get(input.project);
    const recorded = recordedPipeline(input, {
      projectId,
      id: this.#store.nextPipelineId(),
      iid: this.#store.nextIid(projectId),
      nextJobId: () => this.#store.nextJobId(),
    });
    return this.#put(recorded);
  }

  /** Starts a manual job. Throws `InputError` for one that cannot be started. */
  play(projectId: number, jobId: number): CiJob {
    const { pipeline, job } = this.#store.getJob(projectId, jobId);
    this.#put(playJob(pipeline, job));
    this.#runner.enqueue({ projectId, jobId });
    return this.#store.getJob(projectId, jobId).job;
  }

  /** Runs a finished job once more, as a new job. Throws `InputError` for one that has not finished. */
  retryJob(projectId: number, jobId: number): CiJob {
    const { pipeline, job } = this.#store.getJob(projectId, jobId);
    const attempt = this.#store.nextJobId();
    this.#put(retryJob(pipeline, job, attempt, this.#now()));
    this.#runner.enqueue({ projectId, jobId: attempt });
    return this.#store.getJob(projectId, attempt).job;
  }

  /** Retries all jobs that failed or were cancelled. */
  retry(projectId: number, pipelineId: number): CiPipeline {
    for (const { id, retried, status } of this.#store.get(projectId, pipelineId)
      .jobs) {
      if (!retried && (status === 'failed' || status === 'canceled')) {
        this.retryJob(projectId, id);
      }
    }
    return this.#store.get(projectId, pipelineId);
  }

  cancel(projectId: number, pipelineId: number): CiPipeline {
    const pipeline = this.#store.get(projectId, pipelineId);
    const open = pipeline.jobs.filter(job => !isFinished(job));
    const canceled = this.#put(
      cancelAll({ ...pipeline, atRest: false }, this.#now()),
    );
    open.forEach(({ id }) => this.#runner.forget(id));
    return canceled;
  }

  /** Resolves when all pushes so far have their pipelines. */
  async settled(): Promise<void> {
    await this.#pushes;
  }

  async close(): Promise<void> {
    this.#closed = true;
    await this.#runner.close();
    await this.#pushes;
    this.#store.close();
  }

  #now(): string {
    return this.#options.clock.now().toISOString();
  }

  #onPush({ repo, ref, before, after, pushOptions }: PushEvent): void {
    const [, kind, name] = /^refs\/(heads|tags)\/(.+)$/.exec(ref) ?? [];
    if (!after || !name) {
      return;
    }
    this.#pushes = this.#pushes
      .then(async () => {
        const project = this.#options.projects.find(repo);
        if (project && !this.#closed) {
          await this.#make({
            project,
            ref: name,
            isTag: kind === 'tags',
            sha: after,
            beforeSha: before,
            source: 'push',
            skip: pushOptions.includes('ci.skip'),
          });
          const requests = this.#options
            .openMergeRequestsOf(project.id)
            .filter(({ sourceBranch }) => sourceBranch === name);
          for (const request of requests) {
            await this.#makeForMergeRequest(project.id, request);
          }
        }
      })
      .catch(error => this.#report(error));
  }

  async #makeForMergeRequest(
    projectId: number,
    mergeRequest: PipelineMergeRequest,
  ): Promise<void> {
    const project = this.#options.projects.get(projectId);
    const sha = await this.#options.git.resolveRevision(
      project.fullPath,
      `refs/heads/${mergeRequest.sourceBranch}`,
    );
    if (sha && !this.#closed) {
      await this.#make({
        project,
        ref: `refs/merge-requests/${mergeRequest.iid}/head`,
        isTag: false,
        sha,
        source: 'merge_request_event',
        mergeRequest,
      });
    }
  }

  /** The new pipeline, or GitLab's reason for there being none. */
  async #make(request: PipelineRequest): Promise<CiPipeline | string> {
    const now = this.#now();
    const { project, ref, isTag, sha, beforeSha, source, variables } = request;
    const draft: CiPipeline = {
      id: this.#store.nextPipelineId(),
      iid: this.#store.nextIid(project.id),
      projectId: project.id,
      ref,
      isTag,
      sha,
      beforeSha,
      source,
      mergeRequestIid: request.mergeRequest?.iid,
      status: 'created',
      stages: [],
      jobs: [],
      variables: { ...variables },
      atRest: false,
      createdAt: now,
      updatedAt: now,
    };
    const plan = await planNewPipeline(this.#options, request, draft);
    switch (plan.type) {
      case 'none':
        return plan.reason;
      case 'skipped':
        return this.#put({ ...draft, status: 'skipped', atRest: true });
      case 'invalid': {
        const { yamlErrors } = plan;
        return this.#put({
          ...draft,
          status: 'failed',
          yamlErrors,
          finishedAt: now,
          atRest: true,
        });
      }
      default: {
        const jobs = plan.jobs.map(job => this.#newJob(job));
        const pipeline = this.#put({
          ...draft,
          stages: [...plan.stages],
          jobs,
        });
        return this.#advance(pipeline);
      }
    }
  }

  #newJob({ needs, script, variables, ...planned }: PlannedJob): CiJob {
    return {
      ...planned,
      id: this.#store.nextJobId(),
      status: 'created',
      needs: needs && [...needs],
      script: [...script],
      variables: { ...variables },
      createdAt: this.#now(),
      log: '',
      retried: false,
    };
  }

  #advance(pipeline: CiPipeline): CiPipeline {
    const { pipeline: advanced, started } = advance(pipeline);
    const put = advanced === pipeline ? pipeline : this.#put(advanced);
    started.forEach(({ id }) =>
      this.#runner.enqueue({ projectId: pipeline.projectId, jobId: id }),
    );
    return put;
  }

  #start({ projectId, jobId }: JobId): number {
    const { pipeline, job } = this.#store.getJob(projectId, jobId);
    const startedAt = this.#now();
    const log = logHead(job, {
      project: this.#options.projects.get(projectId).fullPath,
      shortSha: pipeline.sha.slice(0, 8),
      ref: pipeline.ref,
    });
    this.#put({
      ...withJob(pipeline, jobId, { status: 'running', startedAt, log }),
      startedAt: pipeline.startedAt ?? startedAt,
    });
    return durationOf(pipeline, job);
  }

  async #finish({ projectId, jobId }: JobId): Promise<void> {
    const before = this.#store.getJob(projectId, jobId);
    const { failed, log } = await performJob(
      this.#options,
      before.pipeline,
      before.job,
    );
    // other jobs have moved in the meantime, and this one may have been cancelled
    const { pipeline, job } = this.#store.getJob(projectId, jobId);
    if (job.status !== 'running') {
      return;
    }
    const finished = this.#put(
      withJob(pipeline, jobId, {
        status: failed ? 'failed' : 'success',
        failureReason: failed ? 'script_failure' : undefined,
        coverage: job.hasCoverage && !failed ? coverageOf(pipeline) : undefined,
        finishedAt: this.#now(),
        log: job.log + log,
      }),
    );
    this.#advance(finished);
  }

  /** After a restart, what was running begins again. */
  #resume(pipeline: CiPipeline): void {
    if (pipeline.atRest || isFinished(pipeline)) {
      return;
    }
    const interrupted = pipeline.jobs.filter(
      ({ status }) => status === 'running' || status === 'pending',
    );
    const waiting = interrupted.reduce(
      (changed, { id }) =>
        withJob(changed, id, {
          status: 'pending',
          startedAt: undefined,
          log: '',
        }),
      pipeline,
    );
    this.#put(waiting);
    interrupted.forEach(({ id }) =>
      this.#runner.enqueue({ projectId: pipeline.projectId, jobId: id }),
    );
    this.#advance(waiting);
  }

  #put(changed: CiPipeline): CiPipeline {
    const pipeline = settle(changed, this.#now());
    this.#store.put(pipeline);
    this.#listeners.forEach(listener => listener(pipeline));
    return pipeline;
  }

  /** A project that was deleted while something was under way in it is no failure. */
  #report(error: unknown): void {
    if (!(error instanceof NotFoundError)) {
      this.#options.onError?.(error);
    }
  }
}

/** 0.5–3 s at speed 1, always the same for the same job of the same commit. */
function durationOf({ sha }: CiPipeline, { name }: CiJob): number {
  return 500 + (hash(`${sha}/${name}`) % 2500);
}

/** Made up, 80–97 %, and the same for the same commit. */
function coverageOf({ sha }: CiPipeline): number {
  return 80 + (hash(sha) % 171) / 10;
}

function hash(text: string): number {
  return createHash('sha256').update(text).digest().readUInt32BE(0);
}
