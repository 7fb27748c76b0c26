import { createHash } from 'node:crypto';
import { JobRunner, type JobId } from '../../pipelines/JobRunner';
import { activateJob } from './activateJob';
import { membersOf, releasable, type GroupMember } from './concurrency';
import { latestJobs } from './jobResult';
import { logHead } from './log';
import type { Concurrency, WorkflowJob, WorkflowRun } from './model';
import { jobScope, readPlan, type RunPlan } from './runPlan';
import { settleRun } from './runStatus';
import type { RunStore } from './RunStore';
import { StepRunner } from './StepRunner';
import { cancelJobs, readyJobs, replaceJob, withJob } from './transitions';
import type { WorkflowRunsOptions } from './WorkflowRunsOptions';

/** How runs move: jobs wait for what they need, for their concurrency group, for an approval and for a runner, and take a while. */
export class RunProgress {
  readonly #options: WorkflowRunsOptions;
  readonly #store: RunStore;
  readonly #runner: JobRunner;
  readonly #plans = new Map<number, Promise<RunPlan>>();
  readonly #listeners = new Set<(run: WorkflowRun) => void>();
  #closed = false;

  constructor(options: WorkflowRunsOptions, store: RunStore) {
    this.#options = options;
    this.#store = store;
    this.#runner = new JobRunner({
      speed: options.speed,
      runners: options.runners,
      lockOf: () => undefined,
      start: job => this.#start(job),
      finish: job =>
        this.#finish(job).catch(error => this.report(error, job.projectId)),
      onError: error => this.report(error),
    });
  }

  /** Calls the listener after each change of a run; the answer unsubscribes. */
  onChange(listener: (run: WorkflowRun) => void): () => void {
    this.#listeners.add(listener);
    return () => this.#listeners.delete(listener);
  }

  /** Keeps a run, with its own state in step with its jobs'. */
  put(changed: WorkflowRun): WorkflowRun {
    const run = settleRun(changed, this.now());
    this.#store.put(run);
    if (run.status === 'completed') {
      this.#plans.delete(run.id);
    }
    this.#listeners.forEach(listener => listener(run));
    return run;
  }

  now(): string {
    return this.#options.clock.now().toISOString();
  }

  /** What the run goes by. */
  plan(run: WorkflowRun): Promise<RunPlan> {
    const known = this.#plans.get(run.id);
    const plan = known ?? readPlan(this.#options, run);
    this.#plans.set(run.id, plan);
    return plan;
  }

  cancel(run: WorkflowRun): WorkflowRun {
    const canceled = this.put(cancelJobs(run, this.now()));
    this.forget(run);
    this.#release(run.repositoryId);
    return canceled;
  }

  /** Takes its jobs from their runners. */
  forget(run: WorkflowRun): void {
    run.jobs
      .filter(({ status }) => status !== 'completed')
      .forEach(({ id }) => this.#runner.forget(id));
  }

  enqueue({ repositoryId }: WorkflowRun, jobId: number): void {
    this.#runner.enqueue({ projectId: repositoryId, jobId });
  }

  async close(): Promise<void> {
    this.#closed = true;
    await this.#runner.close();
  }

  /** A repository that was deleted while something was under way in it is no failure. */
  report(error: unknown, repositoryId?: number): void {
    const isGone =
      repositoryId !== undefined &&
      !this.#options.repositories.find(repositoryId);
    if (!isGone && !this.#closed) {
      this.#options.onError?.(error);
    }
  }

  /** Gives every job its state whose turn has come. */
  async advance({ repositoryId, id }: WorkflowRun): Promise<void> {
    const before = this.#store.get(repositoryId, id);
    if (before.held || readyJobs(before).length === 0) {
      this.#release(repositoryId);
      return;
    }
    const { workflow, facts } = await this.plan(before);
    // from here on nothing waits, so that nobody else moves the run
    let run = this.#store.get(repositoryId, id);
    const nextId = () => this.#store.nextJobId();
    for (;;) {
      const [job] = run.held ? [] : readyJobs(run);
      if (!job) {
        break;
      }
      const scope = jobScope(this.#options, run, facts, job);
      const definition = workflow.jobs[job.key];
      const now = this.now();
      const legs = activateJob(job, definition, { scope, nextId, now });
      run = this.put(replaceJob(run, job.id, legs));
      for (const leg of legs.filter(({ status }) => status === 'queued')) {
        run = this.#admit(run, leg);
      }
    }
    this.#release(repositoryId);
  }

  /** Lets a job wait for its concurrency group, for an approval or only for a runner. */
  #admit(run: WorkflowRun, job: WorkflowJob): WorkflowRun {
    const { environments } = this.#options;
    const { repositoryId } = run;
    if (this.claim(run, job.concurrency, { run, job })) {
      return this.put(withJob(run, job.id, { status: 'pending' }));
    }
    const environment =
      job.environment === undefined
        ? undefined
        : (environments.find(repositoryId, job.environment) ??
          // one that nobody made is made by its first use
          environments.put(
            repositoryId,
            job.environment,
            this.#options.clock.now(),
          ));
    if (environment && environment.reviewers.length > 0) {
      return this.put(withJob(run, job.id, { status: 'waiting' }));
    }
    const admitted = this.put(withJob(run, job.id, { status: 'queued' }));
    this.enqueue(run, job.id);
    return admitted;
  }

  /** Whether somebody else has the group; whoever waited for it before gives way, and so does its owner if it is asked to. */
  claim(
    { repositoryId }: WorkflowRun,
    concurrency: Concurrency | undefined,
    self: Pick<GroupMember, 'run' | 'job'>,
  ): boolean {
    if (!concurrency) {
      return false;
    }
    const others = membersOf(
      this.#store.list(repositoryId),
      concurrency.group,
    ).filter(
      ({ run, job }) => run.id !== self.run.id || job?.id !== self.job?.id,
    );
    for (const { run, job, waits } of others) {
      if ((waits || concurrency.cancelInProgress) && run.id !== self.run.id) {
        this.#cancelMember(run, job);
      }
    }
    return !concurrency.cancelInProgress && others.some(({ waits }) => !waits);
  }

  #cancelMember(run: WorkflowRun, job: WorkflowJob | undefined): void {
    if (!job) {
      this.cancel(run);
      return;
    }
    const put = this.put(
      withJob(this.#store.get(run.repositoryId, run.id), job.id, {
        status: 'completed',
        conclusion: 'cancelled',
        completedAt: this.now(),
      }),
    );
    this.#runner.forget(job.id);
    this.#later(put);
  }

  /** Lets go on who waited for a group that is free now. */
  #release(repositoryId: number): void {
    for (const { run, job } of releasable(this.#store.list(repositoryId))) {
      const fresh = this.#store.get(repositoryId, run.id);
      if (job) {
        this.#admit(fresh, job);
      } else {
        this.#later(this.put({ ...fresh, held: false }));
      }
    }
  }

  #start({ projectId, jobId }: JobId): number {
    const { run, job } = this.#store.getJob(projectId, jobId);
    const startedAt = this.now();
    const { fullName: repository } = this.#options.repositories.get(projectId);
    const steps = job.steps.map((step, index) =>
      index === 0
        ? { ...step, status: 'in_progress' as const, startedAt }
        : step,
    );
    const log = logHead({ repository, sha: run.sha });
    this.put(
      withJob(run, jobId, { status: 'in_progress', startedAt, steps, log }),
    );
    return durationOf(run, job);
  }

  async #finish({ projectId, jobId }: JobId): Promise<void> {
    const before = this.#store.getJob(projectId, jobId);
    const { workflow, facts } = await this.plan(before.run);
    const { contexts } = jobScope(this.#options, before.run, facts, before.job);
    const outcome = await new StepRunner(this.#options, {
      ...before,
      workflow,
      definition: workflow.jobs[before.job.key],
      facts,
      contexts,
    }).run();
    // others have moved in the meantime, and this one may have been cancelled
    const { run, job } = this.#store.getJob(projectId, jobId);
    if (job.status !== 'in_progress') {
      return;
    }
    const completedAt = this.now();
    const put = this.put(
      withJob(run, jobId, {
        status: 'completed',
        conclusion: outcome.failed ? 'failure' : 'success',
        completedAt,
        outputs: { ...outcome.outputs },
        steps: job.steps.map((step, index) => ({
          ...step,
          status: 'completed' as const,
          // the first and the last are GitHub's own
          conclusion: outcome.conclusions[index - 1] ?? 'success',
          startedAt: job.startedAt,
          completedAt,
        })),
        log: job.log + outcome.log,
      }),
    );
    await this.advance(put);
  }

  /** After a restart, what was running begins again. */
  resume(run: WorkflowRun): void {
    if (run.status === 'completed') {
      return;
    }
    const interrupted = latestJobs(run).filter(
      ({ status }) => status === 'in_progress' || status === 'queued',
    );
    const waiting = interrupted.reduce(
      (changed, { id }) =>
        withJob(changed, id, {
          status: 'queued',
          startedAt: undefined,
          log: '',
        }),
      run,
    );
    const put = this.put(waiting);
    interrupted.forEach(({ id }) => this.enqueue(run, id));
    this.#later(put);
  }

  #later(run: WorkflowRun): void {
    this.advance(run).catch(error => this.report(error, run.repositoryId));
  }
}

/** 0.5–3 s at speed 1, always the same for the same job of the same commit. */
function durationOf({ sha }: WorkflowRun, { name }: WorkflowJob): number {
  const digest = createHash('sha256').update(`${sha}/${name}`).digest();
  return 500 + (digest.readUInt32BE(0) % 2500);
}
