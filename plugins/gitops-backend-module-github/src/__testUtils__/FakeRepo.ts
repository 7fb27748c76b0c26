import {
  FakeRepository,
  type FakeCommit,
} from '@slipway/plugin-gitops-node/testUtils';

export interface FakeJob {
  readonly id: number;
  readonly name: string;
  /** Environment whose reviewers must approve. */
  readonly environment?: string;
  status: 'queued' | 'waiting' | 'in_progress' | 'completed';
  conclusion: string | null;
  readonly attempt: number;
}

export interface FakeRun {
  readonly id: number;
  readonly number: number;
  readonly workflow: FakeWorkflow;
  readonly event: string;
  readonly branch: string;
  readonly commit: FakeCommit;
  readonly jobs: FakeJob[];
  attempt: number;
}

export interface FakeWorkflow {
  readonly name: string;
  readonly path: string;
}

export const deliveryWorkflow: FakeWorkflow = {
  name: 'Delivery',
  path: '.github/workflows/delivery.yml',
};

/** A repository whose delivery runs `test / unit`, then `ship / release` once somebody approves. */
export class FakeRepo {
  readonly git = new FakeRepository();
  readonly commits: FakeCommit[] = [];
  readonly runs: FakeRun[] = [];
  /** Environments that the release of the delivery is for; several wait at once. */
  environments: readonly string[] = ['production'];
  mayApprove = true;
  failNext = false;
  readonly #nextId: () => number;

  constructor(
    readonly path: string,
    readonly defaultBranch: string,
    nextId: () => number,
  ) {
    this.#nextId = nextId;
  }

  push(message: string): FakeCommit {
    const commit = this.git.commit(message);
    this.commits.unshift(commit);
    if (!message.includes('[skip ci]')) {
      this.start(deliveryWorkflow, { commit });
    }
    return commit;
  }

  start(
    workflow: FakeWorkflow,
    about: Partial<Pick<FakeRun, 'commit' | 'event' | 'branch'>> = {},
  ): FakeRun {
    const run: FakeRun = {
      id: this.#nextId(),
      number: this.runs.length + 1,
      workflow,
      event: 'push',
      branch: this.defaultBranch,
      commit: this.commits[0],
      jobs: [],
      attempt: 1,
      ...about,
    };
    run.jobs.push(this.#job('test / unit', run));
    this.runs.unshift(run);
    this.#advance(run);
    return run;
  }

  run(id: string): FakeRun | undefined {
    return this.runs.find(run => String(run.id) === id);
  }

  job(id: string): { run: FakeRun; job: FakeJob } | undefined {
    for (const run of this.runs) {
      const job = run.jobs.find(one => String(one.id) === id);
      if (job) {
        return { run, job };
      }
    }
    return undefined;
  }

  approve(run: FakeRun, environment: string): void {
    for (const job of latestJobs(run)) {
      if (job.status === 'waiting' && job.environment === environment) {
        job.status = 'completed';
        job.conclusion = 'success';
      }
    }
  }

  rerun(run: FakeRun, onlyFailed: boolean): void {
    run.attempt += 1;
    const again = latestJobs(run).filter(
      job => !onlyFailed || job.conclusion === 'failure',
    );
    for (const job of again) {
      run.jobs.push(this.#job(job.name, run, job.environment));
    }
    this.#advance(run);
  }

  #job(name: string, run: FakeRun, environment?: string): FakeJob {
    const { attempt } = run;
    const id = this.#nextId();
    const [status, conclusion] = ['queued' as const, null];
    return { id, name, environment, status, conclusion, attempt };
  }

  #advance(run: FakeRun): void {
    const [unit] = latestJobs(run);
    if (unit.status === 'queued') {
      unit.status = 'completed';
      unit.conclusion = this.failNext ? 'failure' : 'success';
      this.failNext = false;
    }
    const released = run.jobs.some(job => job.environment);
    if (unit.conclusion === 'success' && !released) {
      const several = this.environments.length > 1;
      for (const environment of this.environments) {
        const name = several ? `ship / ${environment}` : 'ship / release';
        run.jobs.push({
          ...this.#job(name, run, environment),
          status: 'waiting',
        });
      }
    }
  }
}

/** Newest try of each job. */
export function latestJobs(run: FakeRun): FakeJob[] {
  const names = [...new Set(run.jobs.map(({ name }) => name))];
  return names.flatMap(
    name => [...run.jobs].reverse().find(job => job.name === name) ?? [],
  );
}

export function stateOf(run: FakeRun): {
  status: FakeJob['status'];
  conclusion: string | null;
} {
  const jobs = latestJobs(run);
  if (jobs.some(({ conclusion }) => conclusion === 'failure')) {
    return { status: 'completed', conclusion: 'failure' };
  }
  return jobs.some(({ status }) => status === 'waiting')
    ? { status: 'waiting', conclusion: null }
    : { status: 'completed', conclusion: 'success' };
}
