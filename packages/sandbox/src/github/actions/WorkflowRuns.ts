import { ConflictError, InputError } from '@backstage/errors';
import type { PushEvent } from '../../git';
import type { PullRequest } from '../model/PullRequests';
import type { Repository } from '../model/Repositories';
import { dispatchInputs } from './dispatchInputs';
import { workflowFiles, type WorkflowFile } from './findTriggered';
import { latestJobs } from './jobResult';
import type { WorkflowJob, WorkflowRun } from './model';
import { newRun, type NewRun } from './newRun';
import { recordedRun, type RunRecord } from './recordedRun';
import { readFacts } from './runPlan';
import { RunProgress } from './RunProgress';
import { RunStore } from './RunStore';
import { OWN_TOKEN } from './StepRunner';
import { blockedJobs, keysToRerun, nextAttempt, reviewed } from './transitions';
import {
  runsOfPullRequest,
  runsOfPush,
  type TriggeredRun,
} from './triggeredRuns';
import type { WorkflowRunsOptions } from './WorkflowRunsOptions';

/**
 * Workflow runs of all repositories: a push, a pull request or a dispatch makes them by the files below `.github/workflows`, and
 * their jobs do to Git and the image registry what their steps would.
 */
export class WorkflowRuns {
  readonly #options: WorkflowRunsOptions;
  readonly #store: RunStore;
  readonly #progress: RunProgress;
  #closed = false;
  /** Events become runs one after the other, in the order in which they came. */
  #events: Promise<void> = Promise.resolve();

  constructor(options: WorkflowRunsOptions) {
    this.#options = options;
    this.#store = new RunStore(options.directory);
    this.#progress = new RunProgress(options, this.#store);
    options.git.onPush(event => this.#onPush(event));
    options.repositories.onRemove(({ id }) => {
      this.#store.list(id).forEach(run => this.#progress.forget(run));
      this.#store.removeRepository(id);
    });
    this.#store.all().forEach(run => this.#progress.resume(run));
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
    return this.#progress.onChange(listener);
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
    await this.#queue(repository, () =>
      runsOfPullRequest(this.#options, repository, request, action),
    );
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
    const inputs = file && dispatchInputs(file, given);
    if (!inputs) {
      throw new InputError(
        "Workflow does not have 'workflow_dispatch' trigger",
      );
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
    const { workflow } = await this.#progress.plan(before);
    const now = this.#progress.now();
    const keys = keysToRerun(before, which);
    const fresh = blockedJobs(workflow, {
      nextId: () => this.#store.nextJobId(),
      now,
      attempt: before.attempt + 1,
    });
    const run = this.#progress.put({
      ...nextAttempt(before, keys, fresh, now),
      held: this.#progress.claim(before, before.concurrency, { run: before }),
    });
    await this.#progress.advance(run);
    return this.#store.get(repositoryId, runId);
  }

  cancel(repositoryId: number, runId: number): WorkflowRun {
    const run = this.#store.get(repositoryId, runId);
    if (run.status === 'completed') {
      throw new ConflictError(
        'Cannot cancel a workflow run that is completed.',
      );
    }
    return this.#progress.cancel(run);
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
    const put = this.#progress.put(
      reviewed(run, waiting, {
        state,
        comment,
        at: this.#progress.now(),
      }),
    );
    if (state === 'approved') {
      waiting.forEach(({ id }) => this.#progress.enqueue(run, id));
    }
    await this.#progress.advance(put);
    return this.#store.get(repositoryId, runId);
  }

  /** Resolves when all events so far have their runs. */
  async settled(): Promise<void> {
    await this.#events;
  }

  async close(): Promise<void> {
    this.#closed = true;
    await this.#progress.close();
    await this.#events;
    this.#store.close();
  }

  #queue(
    repository: Repository,
    find: () => Promise<readonly TriggeredRun[]>,
  ): Promise<void> {
    this.#events = this.#events
      .then(async () => {
        for (const { file, input } of this.#closed ? [] : await find()) {
          await this.#create(repository, file, input);
        }
      })
      .catch(error => this.#progress.report(error, repository.id));
    return this.#events;
  }

  #onPush(event: PushEvent): void {
    const { repositories, pullRequests } = this.#options;
    const repository = repositories.find(event.repo);
    if (!event.after || !repository || event.pushOptions.includes(OWN_TOKEN)) {
      return;
    }
    void this.#queue(repository, () =>
      runsOfPush(this.#options, repository, event),
    );
    pullRequests
      .list(repository.id)
      .filter(
        ({ state, head }) =>
          state === 'open' &&
          event.before &&
          `refs/heads/${head}` === event.ref,
      )
      .forEach(request => {
        void this.onPullRequest(repository, request, 'synchronize');
      });
  }

  async #create(
    repository: Repository,
    file: WorkflowFile,
    input: NewRun,
  ): Promise<WorkflowRun> {
    const facts = await readFacts(this.#options, repository, input);
    const run = newRun(this.#options, file, input, facts, {
      id: this.#store.nextRunId(),
      number: this.#store.nextNumber(repository.id, file.path),
      nextJobId: () => this.#store.nextJobId(),
      now: this.#progress.now(),
    });
    const held = this.#progress.claim(run, run.concurrency, { run });
    const put = this.#progress.put({ ...run, held });
    await this.#progress.advance(put);
    return this.#store.get(repository.id, put.id);
  }
}
