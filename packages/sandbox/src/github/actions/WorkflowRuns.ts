import { createHash } from 'node:crypto';
import { ConflictError, InputError } from '@backstage/errors';
import type { PushEvent } from '../../git';
import { JobRunner, type JobId } from '../../pipelines/JobRunner';
import type { PullRequest } from '../model/PullRequests';
import type { Repository } from '../model/Repositories';
import { activateJob, concurrencyOf } from './activateJob';
import { membersOf, releasable, type GroupMember } from './concurrency';
import { ExpressionError, interpolate, type Scope } from './expressions';
import {
  findTriggered,
  workflowFiles,
  type WorkflowFile,
} from './findTriggered';
import { latestJobs } from './jobResult';
import { logFailure, logHead } from './log';
import type { Concurrency, WorkflowJob, WorkflowRun } from './model';
import {
  jobScope,
  readFacts,
  readPlan,
  runContexts,
  type RunPlan,
} from './runPlan';
import { recordedRun, type RunRecord } from './recordedRun';
import { settleRun } from './runStatus';
import { RunStore } from './RunStore';
import { OWN_TOKEN, StepRunner } from './StepRunner';
import {
  blockedJobs,
  cancelJobs,
  keysToRerun,
  nextAttempt,
  readyJobs,
  replaceJob,
  withJob,
} from './transitions';
import type { WorkflowRunsOptions } from './WorkflowRunsOptions';

type NewRun = Pick<
  WorkflowRun,
  | 'event'
  | 'ref'
  | 'branch'
  | 'sha'
  | 'beforeSha'
  | 'pullRequest'
  | 'action'
  | 'inputs'
>;

/**
 * Workflow runs of all repositories, and the time in which they move: a push, a pull request or a dispatch makes them by the files
 * below `.github/workflows`; jobs wait for what they need, for their concurrency group, for an approval and for a runner, take a
 * while, and do to Git and the image registry what their steps would.
 */
export class WorkflowRuns {
  readonly #options: WorkflowRunsOptions;
  readonly #store: RunStore;
  readonly #runner: JobRunner;
  readonly #plans = new Map<number, Promise<RunPlan>>();
  readonly #listeners = new Set<(run: WorkflowRun) => void>();
  #closed = false;
  /** Events become runs one after the other, in the order in which they came. */
  #events: Promise<void> = Promise.resolve();

  constructor(options: WorkflowRunsOptions) {
    this.#options = options;
    this.#store = new RunStore(options.directory);
    this.#runner = new JobRunner({
      speed: options.speed,
      runners: options.runners,
      lockOf: () => undefined,
      start: job => this.#start(job),
      finish: job =>
        this.#finish(job).catch(error => this.#report(error, job.projectId)),
      onError: error => this.#report(error),
    });
    options.git.onPush(event => this.#onPush(event));
    options.repositories.onRemove(({ id }) => {
      this.#store
        .list(id)
        .flatMap(({ jobs }) => jobs)
        .forEach(job => this.#runner.forget(job.id));
      this.#store.removeRepository(id);
    });
    this.#store.all().forEach(run => this.#resume(run));
  }

  /** Newest first. */
  list(repositoryId: number): readonly WorkflowRun[] {
    return this.#store.list(repositoryId);
  }

  /** Throws `NotFoundError`. */
  get(repositoryId: number, runId: number): WorkflowRun {
    return this.#store.get(repositoryId, runId);
  }

  /** Throws `NotFoundError`. */
  getJob(
    repositoryId: number,
    jobId: number,
  ): { readonly run: WorkflowRun; readonly job: WorkflowJob } {
    return this.#store.getJob(repositoryId, jobId);
  }

  /** Calls the listener after each change of a run; the answer unsubscribes. */
  onChange(listener: (run: WorkflowRun) => void): () => void {
    this.#listeners.add(listener);
    return () => this.#listeners.delete(listener);
  }

  /** The workflow files of the default branch. */
  async workflows(repository: Repository): Promise<readonly WorkflowFile[]> {
    const { fullName } = repository;
    const sha = await this.#options.git.resolveRevision(fullName, 'HEAD');
    return sha ? workflowFiles(this.#options, repository, sha) : [];
  }

  /** Tells that a pull request was opened, reopened or pushed to. */
  async onPullRequest(
    repository: Repository,
    request: PullRequest,
    action: 'opened' | 'reopened' | 'synchronize',
  ): Promise<void> {
    const { git } = this.#options;
    const { fullName } = repository;
    await this.#queue(repository, async () => {
      const sha = await git.resolveRevision(
        fullName,
        `refs/heads/${request.head}`,
      );
      const base = await git.resolveRevision(
        fullName,
        `refs/heads/${request.base}`,
      );
      if (!sha || !base) {
        return;
      }
      const since = await git.mergeBase(fullName, base, sha);
      const files = await findTriggered(
        this.#options,
        repository,
        sha,
        { name: 'pull_request', branch: request.base, action },
        since,
      );
      for (const file of files) {
        await this.#create(repository, file, {
          event: 'pull_request',
          ref: `refs/pull/${request.number}/merge`,
          branch: request.head,
          sha,
          pullRequest: request.number,
          action,
          inputs: {},
        });
      }
    });
  }

  /** Starts a workflow by hand. Throws `InputError` with GitHub's reason. */
  async dispatch(
    repository: Repository,
    path: string,
    ref: string,
    given: Readonly<Record<string, string>>,
  ): Promise<WorkflowRun> {
    const { git } = this.#options;
    const name = ref.replace(/^refs\/(heads|tags)\//, '');
    const branchSha = await git.resolveRevision(
      repository.fullName,
      `refs/heads/${name}`,
    );
    const sha =
      branchSha ??
      (await git.resolveRevision(repository.fullName, `refs/tags/${name}`));
    if (!sha) {
      throw new InputError(`No ref found for: ${ref}`);
    }
    const files = await workflowFiles(this.#options, repository, sha);
    const file = files.find(one => one.path === path);
    const trigger =
      file?.content.type === 'workflow'
        ? file.content.workflow.on.workflow_dispatch
        : undefined;
    if (!file || !trigger) {
      throw new InputError(
        "Workflow does not have 'workflow_dispatch' trigger",
      );
    }
    const declared = Object.entries(trigger.inputs ?? {});
    const unexpected = Object.keys(given).filter(
      key => !declared.some(([input]) => input === key),
    );
    if (unexpected.length > 0) {
      throw new InputError(
        `Unexpected inputs provided: ${JSON.stringify(unexpected)}`,
      );
    }
    const inputs: Record<string, string> = {};
    for (const [input, definition] of declared) {
      const value = given[input] ?? definition?.default;
      if (definition?.required && (value === undefined || value === '')) {
        throw new InputError(`Required input '${input}' not provided`);
      }
      inputs[input] = String(value ?? '');
    }
    return this.#create(repository, file, {
      event: 'workflow_dispatch',
      ref: `refs/${branchSha ? 'heads' : 'tags'}/${name}`,
      branch: name,
      sha,
      inputs,
    });
  }

  /** Adds a run of the past as it is; nothing in it moves before somebody approves or runs it again. */
  record(input: RunRecord): WorkflowRun {
    const { id: repositoryId } = this.#options.repositories.get(
      input.repository,
    );
    const run = recordedRun(input, {
      repositoryId,
      id: this.#store.nextRunId(),
      number: this.#store.nextNumber(repositoryId, input.path),
      nextJobId: () => this.#store.nextJobId(),
    });
    this.#store.put(run);
    return run;
  }

  /** Another attempt of a finished run. Throws `ConflictError` for one that still runs. */
  async rerun(
    repositoryId: number,
    runId: number,
    which: 'all' | 'failed' | { readonly key: string },
  ): Promise<WorkflowRun> {
    const before = this.#store.get(repositoryId, runId);
    if (before.status !== 'completed' || before.error !== undefined) {
      throw new ConflictError('This workflow is already running');
    }
    const { workflow } = await this.#plan(before);
    const now = this.#now();
    const keys = keysToRerun(before, which);
    const fresh = blockedJobs(workflow, {
      nextId: () => this.#store.nextJobId(),
      now,
      attempt: before.attempt + 1,
    });
    const run = this.#put({
      ...nextAttempt(before, keys, fresh, now),
      held: this.#claim(before, before.concurrency, { run: before }),
    });
    await this.#advance(run);
    return this.#store.get(repositoryId, runId);
  }

  cancel(repositoryId: number, runId: number): WorkflowRun {
    const run = this.#store.get(repositoryId, runId);
    if (run.status === 'completed') {
      throw new ConflictError(
        'Cannot cancel a workflow run that is completed.',
      );
    }
    const canceled = this.#put(cancelJobs(run, this.#now()));
    run.jobs
      .filter(({ status }) => status !== 'completed')
      .forEach(({ id }) => this.#runner.forget(id));
    this.#release(repositoryId);
    return canceled;
  }

  /** Approves or rejects the jobs that wait for these environments. Throws `InputError` when none does. */
  async review(
    repositoryId: number,
    runId: number,
    environments: readonly string[],
    state: 'approved' | 'rejected',
    comment: string,
  ): Promise<WorkflowRun> {
    const run = this.#store.get(repositoryId, runId);
    const waiting = latestJobs(run).filter(
      ({ status, environment }) =>
        status === 'waiting' &&
        environment !== undefined &&
        environments.includes(environment),
    );
    if (waiting.length === 0) {
      throw new InputError(
        'There were one or more validation failures: no pending deployment requests to approve or reject',
      );
    }
    const now = this.#now();
    const change: Partial<WorkflowJob> =
      state === 'approved'
        ? { status: 'queued' }
        : {
            status: 'completed',
            conclusion: 'failure',
            completedAt: now,
            log: logFailure('The deployment was rejected.'),
          };
    const changed = waiting.reduce(
      (current, { id }) => withJob(current, id, change),
      run,
    );
    const put = this.#put({
      ...changed,
      reviews: [
        ...run.reviews,
        ...environments.map(environment => ({
          environment,
          state,
          comment,
          at: now,
        })),
      ],
    });
    if (state === 'approved') {
      waiting.forEach(({ id }) => this.#enqueue(run, id));
    }
    await this.#advance(put);
    return this.#store.get(repositoryId, runId);
  }

  /** Resolves when all events so far have their runs. */
  async settled(): Promise<void> {
    await this.#events;
  }

  async close(): Promise<void> {
    this.#closed = true;
    await this.#runner.close();
    await this.#events;
    this.#store.close();
  }

  #now(): string {
    return this.#options.clock.now().toISOString();
  }

  #queue({ id }: Repository, act: () => Promise<void>): Promise<void> {
    this.#events = this.#events
      .then(() => (this.#closed ? undefined : act()))
      .catch(error => this.#report(error, id));
    return this.#events;
  }

  #onPush({ repo, ref, before, after, pushOptions }: PushEvent): void {
    const [, kind, name] = /^refs\/(heads|tags)\/(.+)$/.exec(ref) ?? [];
    const { repositories, pullRequests, git } = this.#options;
    const repository = repositories.find(repo);
    if (!after || !name || !repository || pushOptions.includes(OWN_TOKEN)) {
      return;
    }
    const isTag = kind === 'tags';
    void this.#queue(repository, async () => {
      const since = isTag
        ? undefined
        : (before ?? (await this.#origin(repository, name, after)));
      const files = await findTriggered(
        this.#options,
        repository,
        after,
        { name: 'push', ...(isTag ? { tag: name } : { branch: name }) },
        since && (await git.resolveRevision(repo, since)),
      );
      for (const file of files) {
        await this.#create(repository, file, {
          event: 'push',
          ref,
          branch: name,
          sha: after,
          beforeSha: before,
          inputs: {},
        });
      }
    });
    if (before && !isTag) {
      pullRequests
        .list(repository.id)
        .filter(({ state, head }) => state === 'open' && head === name)
        .forEach(request => {
          void this.onPullRequest(repository, request, 'synchronize');
        });
    }
  }

  /** Where a new branch left the default branch. */
  async #origin(
    { fullName }: Repository,
    branch: string,
    sha: string,
  ): Promise<string | undefined> {
    const { git } = this.#options;
    const main = await git.defaultBranch(fullName);
    return main && main !== branch
      ? git.mergeBase(fullName, main, sha)
      : undefined;
  }

  async #create(
    repository: Repository,
    { path, content }: WorkflowFile,
    input: NewRun,
  ): Promise<WorkflowRun> {
    const now = this.#now();
    const facts = await readFacts(this.#options, repository, input);
    const draft: WorkflowRun = {
      ...input,
      id: this.#store.nextRunId(),
      repositoryId: repository.id,
      number: this.#store.nextNumber(repository.id, path),
      attempt: 1,
      path,
      workflowName: path,
      title: facts.pullRequest?.title ?? facts.commit.title,
      held: false,
      status: 'queued',
      jobs: [],
      reviews: [],
      createdAt: now,
      updatedAt: now,
      startedAt: now,
    };
    const invalid = (error: string) =>
      this.#put({
        ...draft,
        status: 'completed',
        conclusion: 'startup_failure',
        error,
        completedAt: now,
      });
    if (content.type === 'invalid') {
      return invalid(content.reason);
    }
    const { workflow } = content;
    const named = { ...draft, workflowName: workflow.name ?? path };
    try {
      const scope: Scope = {
        contexts: runContexts(this.#options, named, facts),
      };
      const title = workflow['run-name']
        ? interpolate(workflow['run-name'], scope)
        : '';
      const concurrency = concurrencyOf(workflow.concurrency, scope);
      const dispatched =
        input.event === 'workflow_dispatch' ? named.workflowName : named.title;
      const jobs = blockedJobs(workflow, {
        nextId: () => this.#store.nextJobId(),
        now,
        attempt: 1,
      });
      const run = this.#put({
        ...named,
        title: title || dispatched,
        concurrency,
        jobs,
        held: this.#claim(named, concurrency, { run: named }),
      });
      this.#plans.set(run.id, Promise.resolve({ workflow, facts }));
      await this.#advance(run);
      return this.#store.get(repository.id, run.id);
    } catch (error) {
      if (error instanceof ExpressionError) {
        return invalid(error.message);
      }
      throw error;
    }
  }

  /** Gives every job its state whose turn has come. */
  async #advance({ repositoryId, id }: WorkflowRun): Promise<void> {
    const before = this.#store.get(repositoryId, id);
    if (before.held || readyJobs(before).length === 0) {
      this.#release(repositoryId);
      return;
    }
    const { workflow, facts } = await this.#plan(before);
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
      const now = this.#now();
      const legs = activateJob(job, definition, { scope, nextId, now });
      run = this.#put(replaceJob(run, job.id, legs));
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
    if (this.#claim(run, job.concurrency, { run, job })) {
      return this.#put(withJob(run, job.id, { status: 'pending' }));
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
      return this.#put(withJob(run, job.id, { status: 'waiting' }));
    }
    const admitted = this.#put(withJob(run, job.id, { status: 'queued' }));
    this.#enqueue(run, job.id);
    return admitted;
  }

  /** Whether somebody else has the group; whoever waited for it before gives way, and so does its owner if it is asked to. */
  #claim(
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
      this.cancel(run.repositoryId, run.id);
      return;
    }
    const put = this.#put(
      withJob(this.#store.get(run.repositoryId, run.id), job.id, {
        status: 'completed',
        conclusion: 'cancelled',
        completedAt: this.#now(),
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
        this.#later(this.#put({ ...fresh, held: false }));
      }
    }
  }

  #enqueue({ repositoryId }: WorkflowRun, jobId: number): void {
    this.#runner.enqueue({ projectId: repositoryId, jobId });
  }

  #start({ projectId, jobId }: JobId): number {
    const { run, job } = this.#store.getJob(projectId, jobId);
    const startedAt = this.#now();
    const { fullName: repository } = this.#options.repositories.get(projectId);
    const steps = job.steps.map((step, index) =>
      index === 0
        ? { ...step, status: 'in_progress' as const, startedAt }
        : step,
    );
    const log = logHead({ repository, sha: run.sha });
    this.#put(
      withJob(run, jobId, { status: 'in_progress', startedAt, steps, log }),
    );
    return durationOf(run, job);
  }

  async #finish({ projectId, jobId }: JobId): Promise<void> {
    const before = this.#store.getJob(projectId, jobId);
    const { workflow, facts } = await this.#plan(before.run);
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
    const completedAt = this.#now();
    const put = this.#put(
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
    await this.#advance(put);
  }

  /** After a restart, what was running begins again. */
  #resume(run: WorkflowRun): void {
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
    const put = this.#put(waiting);
    interrupted.forEach(({ id }) => this.#enqueue(run, id));
    this.#later(put);
  }

  #plan(run: WorkflowRun): Promise<RunPlan> {
    const known = this.#plans.get(run.id);
    const plan = known ?? readPlan(this.#options, run);
    this.#plans.set(run.id, plan);
    return plan;
  }

  #put(changed: WorkflowRun): WorkflowRun {
    const run = settleRun(changed, this.#now());
    this.#store.put(run);
    this.#listeners.forEach(listener => listener(run));
    return run;
  }

  #later(run: WorkflowRun): void {
    this.#advance(run).catch(error => this.#report(error, run.repositoryId));
  }

  /** A repository that was deleted while something was under way in it is no failure. */
  #report(error: unknown, repositoryId?: number): void {
    const isGone =
      repositoryId !== undefined &&
      !this.#options.repositories.find(repositoryId);
    if (!isGone && !this.#closed) {
      this.#options.onError?.(error);
    }
  }
}

/** 0.5–3 s at speed 1, always the same for the same job of the same commit. */
function durationOf({ sha }: WorkflowRun, { name }: WorkflowJob): number {
  const digest = createHash('sha256').update(`${sha}/${name}`).digest();
  return 500 + (digest.readUInt32BE(0) % 2500);
}
