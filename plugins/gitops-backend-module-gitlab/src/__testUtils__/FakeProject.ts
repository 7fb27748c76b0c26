import {
  FakeRepository,
  type FakeCommit,
} from '@slipway/plugin-gitops-node/testUtils';

export interface FakeJob {
  readonly id: number;
  readonly name: string;
  readonly stage: string;
  readonly manual: boolean;
  status: string;
  retried: boolean;
}

export interface FakePipeline {
  readonly id: number;
  readonly iid: number;
  readonly ref: string;
  readonly commit: FakeCommit;
  readonly jobs: FakeJob[];
}

/** A project whose pipelines have `unit` in the stage `test` and the manual job `release` in the stage `ship`. */
export class FakeProject {
  readonly repository = new FakeRepository();
  readonly pipelines: FakePipeline[] = [];
  failNext = false;
  readonly #nextId: () => number;

  constructor(
    readonly path: string,
    readonly defaultBranch: string,
    nextId: () => number,
  ) {
    this.#nextId = nextId;
  }

  /** `component` makes it a run of a shared project, whose jobs are `<component>:unit` and `<component>:release`. */
  push(
    message: string,
    ref = this.defaultBranch,
    component?: string,
  ): FakeCommit {
    const start = component ? `${component}:` : '';
    const commit = this.repository.commit(message);
    const jobs: FakeJob[] = message.includes('[skip ci]')
      ? []
      : [
          this.#job(`${start}unit`, 'test', false),
          this.#job(`${start}release`, 'ship', true),
        ];
    this.pipelines.unshift({
      id: this.#nextId(),
      iid: this.pipelines.length + 1,
      ref,
      commit,
      jobs,
    });
    this.#advance(jobs);
    return commit;
  }

  /** False when the pipeline does not exist. */
  retry(pipelineId: string): boolean {
    const pipeline = this.pipelines.find(({ id }) => String(id) === pipelineId);
    for (const job of pipeline?.jobs.filter(canRetry) ?? []) {
      job.retried = true;
      pipeline?.jobs.push(this.#job(job.name, job.stage, job.manual));
    }
    this.#advance(pipeline?.jobs ?? []);
    return pipeline !== undefined;
  }

  /** False when the job does not exist. */
  retryJob(jobId: string): boolean {
    const pipeline = this.pipelines.find(({ jobs }) =>
      jobs.some(({ id }) => String(id) === jobId),
    );
    const job = pipeline?.jobs.find(({ id }) => String(id) === jobId);
    if (!pipeline || !job) {
      return false;
    }
    job.retried = true;
    pipeline.jobs.push(this.#job(job.name, job.stage, job.manual));
    this.#advance(pipeline.jobs);
    return true;
  }

  play(jobId: string): 'played' | 'unplayable' | 'unknown' {
    const job = this.pipelines
      .flatMap(({ jobs }) => jobs)
      .find(({ id }) => String(id) === jobId);
    if (!job) {
      return 'unknown';
    }
    if (job.status !== 'manual') {
      return 'unplayable';
    }
    job.status = 'success';
    return 'played';
  }

  #job(name: string, stage: string, manual: boolean): FakeJob {
    const id = this.#nextId();
    return { id, name, stage, manual, status: 'created', retried: false };
  }

  #advance(jobs: readonly FakeJob[]): void {
    for (const job of jobs.filter(({ status }) => status === 'created')) {
      if (!job.manual) {
        job.status = this.failNext ? 'failed' : 'success';
        this.failNext = false;
      }
    }
    const passed = jobs
      .filter(job => !job.manual && !job.retried)
      .every(({ status }) => status === 'success');
    for (const job of jobs.filter(({ manual }) => manual && passed)) {
      job.status = 'manual';
    }
  }
}

export function canRetry(job: FakeJob): boolean {
  return job.status === 'failed' && !job.retried;
}

/** Of a stage or of a whole pipeline. */
export function statusOf(jobs: readonly FakeJob[]): string {
  const states = jobs.filter(({ retried }) => !retried).map(job => job.status);
  return (
    ['failed', 'manual', 'created', 'success'].find(state =>
      states.includes(state),
    ) ?? 'skipped'
  );
}
