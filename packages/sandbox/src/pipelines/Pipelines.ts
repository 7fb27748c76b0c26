import { createHash } from 'node:crypto';
import { ConflictError, InputError, NotFoundError } from '@backstage/errors';
import type { GitCommit, GitStore, PushEvent } from '../git';
import type { Project, Projects } from '../gitlab/model/Projects';
import type { Clock } from '../state';
import {
  CiConfigError,
  loadCiConfig,
  planPipeline,
  type PipelinePlan,
  type PlannedJob,
} from './ci';
import { applyEffects } from './effects/applyEffects';
import { recogniseScript } from './effects/recogniseScript';
import type { ImageRegistry } from './ImageRegistry';
import { logEnd, logHead, logResults, logScript, mask } from './jobLog';
import type { CiJob, CiPipeline, CiStatus, PipelineRecord } from './model';
import { PipelineStore } from './PipelineStore';
import { jobVariables, predefinedVariables } from './predefinedVariables';
import { compositeStatus, nextStatus } from './status';

export interface ProjectVariable {
  readonly key: string;
  readonly value: string;
  readonly masked: boolean;
}

export interface PipelinesOptions {
  readonly directory: string;
  readonly git: GitStore;
  readonly projects: Projects;
  readonly images: ImageRegistry;
  readonly variablesOf: (projectId: number) => readonly ProjectVariable[];
  readonly baseUrl: string;
  readonly clock: Clock;
  readonly speed: number;
  readonly runners: number;
  /** Hears of what nobody waits for: a pipeline that could not be made after a push. */
  readonly onError?: (error: unknown) => void;
}

interface NewPipeline {
  readonly project: Project;
  readonly ref: string;
  readonly isTag?: boolean;
  readonly sha: string;
  readonly beforeSha?: string;
  readonly source: CiPipeline['source'];
  readonly variables?: Readonly<Record<string, string>>;
}

const FINISHED: readonly CiStatus[] = [
  'success',
  'failed',
  'canceled',
  'skipped',
];
const QUEUE_MS = 200;

/**
 * Pipelines of all projects, and the time in which they move: a push makes one by the repository's own `.gitlab-ci.yml`, jobs wait
 * for a runner, take a while, and do to Git and the image registry what their scripts would.
 */
export class Pipelines {
  readonly #options: PipelinesOptions;
  readonly #store: PipelineStore;
  readonly #timers = new Map<number, NodeJS.Timeout>();
  readonly #listeners = new Set<(pipeline: CiPipeline) => void>();
  /** Jobs that wait for a runner, oldest first. */
  readonly #waiting: { readonly projectId: number; readonly jobId: number }[] =
    [];
  readonly #work = new Set<Promise<void>>();
  #running = 0;
  #closed = false;
  #pushes: Promise<void> = Promise.resolve();

  constructor(options: PipelinesOptions) {
    this.#options = options;
    this.#store = new PipelineStore(options.directory);
    options.git.onPush(event => this.#onPush(event));
    options.projects.onRemove(({ id }) => this.#removeProject(id));
    for (const pipeline of this.#store.all()) {
      this.#resume(pipeline);
    }
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
    const { source, variables } = input;
    const made = await this.#make({
      project,
      ref,
      isTag: !branch,
      sha,
      source,
      variables,
    });
    if (typeof made === 'string') {
      throw new InputError(made);
    }
    if (made.yamlErrors) {
      throw new InputError(made.yamlErrors);
    }
    return made;
  }

  /** Adds a pipeline of the past as it is; nothing in it moves, except by `play` and `retry`. */
  record(input: PipelineRecord): CiPipeline {
    const project = this.#options.projects.get(input.project);
    const createdAt = input.createdAt.toISOString();
    const jobs: CiJob[] = input.jobs.map(job => ({
      id: this.#store.nextJobId(),
      name: job.name,
      stage: job.stage,
      status: job.status,
      when: job.status === 'manual' ? 'manual' : 'on_success',
      allowFailure: job.allowFailure ?? job.status === 'manual',
      script: [...(job.script ?? [])],
      variables: {},
      environment: job.environment,
      createdAt,
      startedAt: job.startedAt?.toISOString(),
      finishedAt: job.finishedAt?.toISOString(),
      hasCoverage: false,
      failureReason: job.status === 'failed' ? 'script_failure' : undefined,
      log: job.log ?? '',
      retried: false,
    }));
    const started = jobs.flatMap(({ startedAt }) => startedAt ?? []).sort()[0];
    const ended = jobs
      .flatMap(({ finishedAt }) => finishedAt ?? [])
      .sort()
      .at(-1);
    const pipeline: CiPipeline = {
      id: this.#store.nextPipelineId(),
      iid: this.#store.nextIid(project.id),
      projectId: project.id,
      ref: input.ref ?? 'main',
      sha: input.sha,
      source: input.source ?? 'push',
      status: input.status,
      stages: [...new Set(jobs.map(({ stage }) => stage))],
      jobs,
      variables: {},
      atRest: true,
      createdAt,
      updatedAt: ended ?? createdAt,
      startedAt: started,
      finishedAt: FINISHED.includes(input.status) ? ended : undefined,
    };
    this.#put(pipeline);
    return pipeline;
  }

  /** Starts a manual job. Throws `InputError` for one that cannot be started. */
  play(projectId: number, jobId: number): CiJob {
    const { pipeline, job } = this.#store.getJob(projectId, jobId);
    if (job.status !== 'manual' || job.retried) {
      throw new InputError('400 Bad request - Unplayable Job');
    }
    const awake = revive({ ...pipeline, atRest: false }, job);
    this.#put(awake);
    this.#enqueue(projectId, jobId);
    return this.#store.getJob(projectId, jobId).job;
  }

  /** Runs a finished job once more, as a new job. Throws `InputError` for one that has not finished. */
  retryJob(projectId: number, jobId: number): CiJob {
    const { pipeline, job } = this.#store.getJob(projectId, jobId);
    if (!isRetryable(job)) {
      throw new InputError('403 Forbidden - Job is not retryable');
    }
    const copy: CiJob = {
      ...job,
      id: this.#store.nextJobId(),
      status: 'created',
      createdAt: this.#now(),
      startedAt: undefined,
      finishedAt: undefined,
      failureReason: undefined,
      coverage: undefined,
      log: '',
    };
    const jobs = pipeline.jobs.flatMap(other =>
      other.id === job.id ? [{ ...other, retried: true }, copy] : [other],
    );
    this.#put(
      revive({ ...pipeline, jobs, atRest: false, finishedAt: undefined }, copy),
    );
    this.#enqueue(projectId, copy.id);
    return this.#store.getJob(projectId, copy.id).job;
  }

  /** Retries all jobs that failed or were cancelled. */
  retry(projectId: number, pipelineId: number): CiPipeline {
    const { jobs } = this.#store.get(projectId, pipelineId);
    for (const job of jobs) {
      if (
        !job.retried &&
        (job.status === 'failed' || job.status === 'canceled')
      ) {
        this.retryJob(projectId, job.id);
      }
    }
    return this.#store.get(projectId, pipelineId);
  }

  cancel(projectId: number, pipelineId: number): CiPipeline {
    const pipeline = this.#store.get(projectId, pipelineId);
    const now = this.#now();
    const jobs = pipeline.jobs.map((job): CiJob => {
      if (FINISHED.includes(job.status)) {
        return job;
      }
      this.#forget(job.id);
      return { ...job, status: 'canceled', finishedAt: now };
    });
    this.#put({ ...pipeline, jobs });
    return this.#store.get(projectId, pipelineId);
  }

  /** Resolves when all pushes so far have their pipelines. */
  async settled(): Promise<void> {
    await this.#pushes;
  }

  async close(): Promise<void> {
    this.#closed = true;
    this.#timers.forEach(timer => clearTimeout(timer));
    await this.#pushes;
    await Promise.all(this.#work);
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
        if (!project || this.#closed) {
          return;
        }
        const isSkipped = pushOptions.includes('ci.skip');
        await this.#make(
          {
            project,
            ref: name,
            isTag: kind === 'tags',
            sha: after,
            beforeSha: before,
            source: 'push',
          },
          isSkipped,
        );
      })
      .catch(error => this.#options.onError?.(error));
  }

  /** The new pipeline, or GitLab's reason for there being none. */
  async #make(input: NewPipeline, skip = false): Promise<CiPipeline | string> {
    const { git } = this.#options;
    const { project, sha } = input;
    const configPath = project.ciConfigPath || '.gitlab-ci.yml';
    const entries = await git.listFiles(project.fullPath, sha, {
      recursive: true,
    });
    const paths = entries.map(({ path }) => path);
    if (!paths.includes(configPath)) {
      return 'Missing CI config file';
    }
    const commit = await git.commit(project.fullPath, sha);
    const now = this.#now();
    const base: CiPipeline = {
      id: this.#store.nextPipelineId(),
      iid: this.#store.nextIid(project.id),
      projectId: project.id,
      ref: input.ref,
      sha,
      beforeSha: input.beforeSha,
      source: input.source,
      status: 'created',
      stages: [],
      jobs: [],
      variables: { ...input.variables },
      atRest: false,
      createdAt: now,
      updatedAt: now,
    };
    if (
      skip ||
      (input.source === 'push' && /\[(skip ci|ci skip)\]/i.test(commit.message))
    ) {
      return this.#put({ ...base, status: 'skipped', atRest: true });
    }
    let plan: PipelinePlan;
    try {
      const read = (path: string) => git.readFile(project.fullPath, sha, path);
      const config = await loadCiConfig(configPath, { paths, read });
      const { predefined, overriding } = await this.#variables(
        base,
        commit,
        input.isTag,
      );
      const changedPaths = await this.#changedPaths(input);
      plan = planPipeline(config, {
        predefined,
        overriding,
        changedPaths,
        paths,
      });
    } catch (error) {
      if (!(error instanceof CiConfigError)) {
        throw error;
      }
      return this.#put({
        ...base,
        status: 'failed',
        yamlErrors: error.message,
        finishedAt: now,
        atRest: true,
      });
    }
    if (plan.type === 'none') {
      return plan.reason;
    }
    const jobs = plan.jobs.map(job => this.#newJob(job));
    const pipeline = this.#put({ ...base, stages: [...plan.stages], jobs });
    this.#advance(pipeline.projectId, pipeline.id);
    return this.#store.get(pipeline.projectId, pipeline.id);
  }

  #newJob(planned: PlannedJob): CiJob {
    return {
      id: this.#store.nextJobId(),
      name: planned.name,
      stage: planned.stage,
      status: 'created',
      when: planned.when,
      allowFailure: planned.allowFailure,
      needs: planned.needs && [...planned.needs],
      script: [...planned.script],
      variables: { ...planned.variables },
      image: planned.image,
      environment: planned.environment,
      createdAt: this.#now(),
      hasCoverage: planned.hasCoverage,
      log: '',
      retried: false,
    };
  }

  async #variables(pipeline: CiPipeline, commit: GitCommit, isTag = false) {
    const { projects, git, variablesOf, baseUrl } = this.#options;
    const project = projects.get(pipeline.projectId);
    const defaultBranch = (await git.defaultBranch(project.fullPath)) ?? 'main';
    const own = variablesOf(project.id);
    return {
      predefined: predefinedVariables({
        project,
        pipeline: { ...pipeline, isTag },
        commit,
        defaultBranch,
        baseUrl,
      }),
      overriding: {
        ...Object.fromEntries(own.map(({ key, value }) => [key, value])),
        ...pipeline.variables,
      },
      secrets: own.filter(({ masked }) => masked).map(({ value }) => value),
    };
  }

  async #changedPaths({ project, sha, beforeSha, source }: NewPipeline) {
    if (source !== 'push' || !beforeSha) {
      return undefined;
    }
    const files = await this.#options.git.diff(
      project.fullPath,
      beforeSha,
      sha,
    );
    return files.flatMap(({ oldPath, newPath }) => [oldPath, newPath]);
  }

  /** Lets jobs start whose turn it is. */
  #advance(projectId: number, pipelineId: number): void {
    for (;;) {
      const pipeline = this.#store.get(projectId, pipelineId);
      const ready = pipeline.jobs.flatMap(job => {
        const status =
          job.status === 'created' && !job.retried
            ? nextStatus(job, pipeline.jobs, pipeline.stages)
            : undefined;
        return status ? [{ id: job.id, status }] : [];
      });
      if (ready.length === 0) {
        return;
      }
      this.#put(
        ready.reduce(
          (changed, { id, status }) => withJob(changed, id, { status }),
          pipeline,
        ),
      );
      for (const { id } of ready.filter(({ status }) => status === 'pending')) {
        this.#enqueue(projectId, id);
      }
    }
  }

  #enqueue(projectId: number, jobId: number): void {
    this.#after(QUEUE_MS, jobId, () => {
      this.#waiting.push({ projectId, jobId });
      this.#dispatch();
    });
  }

  #dispatch(): void {
    while (this.#running < this.#options.runners && !this.#closed) {
      const next = this.#waiting.shift();
      if (!next) {
        return;
      }
      this.#running += 1;
      this.#track(this.#start(next.projectId, next.jobId));
    }
  }

  async #start(projectId: number, jobId: number): Promise<void> {
    const { pipeline, job } = this.#store.getJob(projectId, jobId);
    const project = this.#options.projects.get(projectId);
    const startedAt = this.#now();
    const place = {
      project: project.fullPath,
      shortSha: pipeline.sha.slice(0, 8),
      ref: pipeline.ref,
    };
    this.#put({
      ...withJob(pipeline, jobId, {
        status: 'running',
        startedAt,
        log: logHead(job, place),
      }),
      startedAt: pipeline.startedAt ?? startedAt,
    });
    this.#after(durationOf(pipeline, job), jobId, () => {
      this.#track(this.#finish(projectId, jobId));
    });
  }

  async #finish(projectId: number, jobId: number): Promise<void> {
    const before = this.#store.getJob(projectId, jobId);
    const outcome = await this.#perform(before.pipeline, before.job).catch(
      error => ({
        log: logEnd(error instanceof Error ? error.message : String(error)),
        failed: true,
      }),
    );
    this.#running -= 1;
    const { pipeline, job } = this.#store.getJob(projectId, jobId);
    if (job.status === 'running') {
      this.#put(
        withJob(pipeline, jobId, {
          status: outcome.failed ? 'failed' : 'success',
          failureReason: outcome.failed ? 'script_failure' : undefined,
          coverage:
            job.hasCoverage && !outcome.failed
              ? coverageOf(pipeline)
              : undefined,
          finishedAt: this.#now(),
          log: job.log + outcome.log,
        }),
      );
      this.#advance(projectId, pipeline.id);
    }
    this.#dispatch();
  }

  /** Does what the script would do. */
  async #perform(
    pipeline: CiPipeline,
    job: CiJob,
  ): Promise<{ log: string; failed: boolean }> {
    const { git, images, projects, clock, baseUrl } = this.#options;
    const project = projects.get(pipeline.projectId);
    const commit = await git.commit(project.fullPath, pipeline.sha);
    const { predefined, overriding, secrets } = await this.#variables(
      pipeline,
      commit,
    );
    const script = recogniseScript(job.script, {
      variables: {
        ...predefined,
        ...jobVariables(job, clock.now()),
        ...job.variables,
        ...overriding,
      },
      sha: pipeline.sha,
      branch: pipeline.ref,
      now: clock.now(),
      repositoryOfUrl: url =>
        repositoryOfUrl(url, baseUrl, path => projects.find(path)?.fullPath),
    });
    const written = logScript(script);
    const attempts = pipeline.jobs.filter(
      ({ name }) => name === job.name,
    ).length;
    if (attempts === 1 && commit.message.includes(`[fail:${job.name}]`)) {
      const reason = `the commit message asks for it by [fail:${job.name}]; a retry succeeds`;
      return { log: mask(written + logEnd(reason), secrets), failed: true };
    }
    const target = {
      git,
      images,
      repository: project.fullPath,
      sha: pipeline.sha,
    };
    try {
      const results = await applyEffects(script.effects, {
        ...target,
        now: () => clock.now(),
      });
      return {
        log: mask(written + logResults(results) + logEnd(), secrets),
        failed: false,
      };
    } catch (error) {
      const reason = error instanceof Error ? error.message : String(error);
      return { log: mask(written + logEnd(reason), secrets), failed: true };
    }
  }

  #resume(pipeline: CiPipeline): void {
    if (pipeline.atRest || FINISHED.includes(pipeline.status)) {
      return;
    }
    const interrupted = pipeline.jobs.filter(
      ({ status, retried }) =>
        !retried && (status === 'running' || status === 'pending'),
    );
    this.#put(
      interrupted.reduce(
        (changed, { id }) =>
          withJob(changed, id, { status: 'pending', log: '' }),
        pipeline,
      ),
    );
    interrupted.forEach(({ id }) => this.#enqueue(pipeline.projectId, id));
    this.#advance(pipeline.projectId, pipeline.id);
  }

  /** Keeps the pipeline's own state in step with its jobs', and tells everybody. */
  #put(changed: CiPipeline): CiPipeline {
    const status =
      changed.jobs.length > 0 && !changed.atRest
        ? compositeStatus(changed.jobs)
        : changed.status;
    const now = this.#now();
    const isFinished = FINISHED.includes(status);
    const pipeline: CiPipeline = changed.atRest
      ? changed
      : {
          ...changed,
          status,
          updatedAt: now,
          finishedAt: isFinished ? (changed.finishedAt ?? now) : undefined,
        };
    this.#store.put(pipeline);
    for (const listener of this.#listeners) {
      listener(pipeline);
    }
    return pipeline;
  }

  #removeProject(projectId: number): void {
    for (const { jobs } of this.#store.list(projectId)) {
      jobs.forEach(({ id }) => this.#forget(id));
    }
    this.#store.removeProject(projectId);
  }

  /** Takes a job from its runner or from the queue. */
  #forget(jobId: number): void {
    clearTimeout(this.#timers.get(jobId));
    this.#timers.delete(jobId);
    const at = this.#waiting.findIndex(waiting => waiting.jobId === jobId);
    if (at !== -1) {
      this.#waiting.splice(at, 1);
    }
  }

  #after(milliseconds: number, jobId: number, act: () => void): void {
    const timer = setTimeout(() => {
      this.#timers.delete(jobId);
      if (!this.#closed) {
        act();
      }
    }, milliseconds / this.#options.speed);
    this.#timers.set(jobId, timer);
  }

  /** Work that `close` waits for. A project that was deleted meanwhile is no error. */
  #track(work: Promise<void>): void {
    const tracked = work
      .catch(error => {
        if (!(
          error instanceof NotFoundError || error instanceof ConflictError
        )) {
          this.#options.onError?.(error);
        }
      })
      .finally(() => this.#work.delete(tracked));
    this.#work.add(tracked);
  }
}

function withJob(
  pipeline: CiPipeline,
  jobId: number,
  change: Partial<CiJob>,
): CiPipeline {
  return {
    ...pipeline,
    jobs: pipeline.jobs.map(job =>
      job.id === jobId ? { ...job, ...change } : job,
    ),
  };
}

/** A job that starts again lets those wait again that were skipped because of it. */
function revive(pipeline: CiPipeline, started: CiJob): CiPipeline {
  const later = pipeline.stages.slice(
    pipeline.stages.indexOf(started.stage) + 1,
  );
  return {
    ...pipeline,
    jobs: pipeline.jobs.map(job => {
      if (job.id === started.id) {
        return { ...job, status: 'pending' };
      }
      const waits =
        later.includes(job.stage) || job.needs?.includes(started.name);
      return job.status === 'skipped' && waits
        ? { ...job, status: 'created' }
        : job;
    }),
  };
}

/** True for a job that GitLab shows a “retry” button for. */
export function isRetryable(job: CiJob): boolean {
  return !job.retried && ['success', 'failed', 'canceled'].includes(job.status);
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

function repositoryOfUrl(
  url: string,
  baseUrl: string,
  find: (path: string) => string | undefined,
): string | undefined {
  try {
    const { host, pathname } = new URL(url);
    return host === new URL(baseUrl).host
      ? find(pathname.replace(/^\//, '').replace(/\.git$/, ''))
      : undefined;
  } catch {
    return undefined;
  }
}
