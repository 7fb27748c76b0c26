export interface JobId {
  readonly projectId: number;
  readonly jobId: number;
}

export interface JobRunnerOptions {
  readonly speed: number;
  /** Jobs that run at once. */
  readonly runners: number;
  /** Jobs of the same lock run one after the other. */
  readonly lockOf: (job: JobId) => string | undefined;
  /** Called when a runner takes the job; the answer is how long it will take, in milliseconds at speed 1. */
  readonly start: (job: JobId) => number;
  /** Called when that time is over. The runner is taken until it resolves. */
  readonly finish: (job: JobId) => Promise<void>;
  readonly onError: (error: unknown) => void;
}

const QUEUE_MS = 200;

/** The time of jobs: a moment in the queue, a runner as soon as one is free, and then a while. */
export class JobRunner {
  readonly #timers = new Map<number, NodeJS.Timeout>();
  /** With their locks. */
  readonly #running = new Map<number, string | undefined>();
  readonly #work = new Set<Promise<void>>();
  #waiting: readonly JobId[] = [];
  #closed = false;

  constructor(private readonly options: JobRunnerOptions) {}

  enqueue(job: JobId): void {
    this.#after(QUEUE_MS, job, () => {
      this.#waiting = [...this.#waiting, job];
      this.#dispatch();
    });
  }

  /** Takes a job from the queue or from its runner. */
  forget(jobId: number): void {
    clearTimeout(this.#timers.get(jobId));
    this.#timers.delete(jobId);
    this.#waiting = this.#waiting.filter(job => job.jobId !== jobId);
    this.#running.delete(jobId);
    this.#dispatch();
  }

  /** Resolves when what was finishing has finished; nothing starts any more. */
  async close(): Promise<void> {
    this.#closed = true;
    this.#timers.forEach(timer => clearTimeout(timer));
    await Promise.all(this.#work);
  }

  #dispatch(): void {
    while (!this.#closed && this.#running.size < this.options.runners) {
      const locks = new Set(this.#running.values());
      const lockOf = (job: JobId) => this.#try(() => this.options.lockOf(job));
      const next = this.#waiting.find(job => {
        const lock = lockOf(job);
        return lock === undefined || !locks.has(lock);
      });
      if (!next) {
        return;
      }
      this.#waiting = this.#waiting.filter(job => job !== next);
      try {
        const duration = this.options.start(next);
        this.#running.set(next.jobId, lockOf(next));
        this.#after(duration, next, () => this.#finish(next));
      } catch (error) {
        this.options.onError(error);
      }
    }
  }

  /** A job may be gone by the time that its turn comes. */
  #try<T>(act: () => T): T | undefined {
    try {
      return act();
    } catch {
      return undefined;
    }
  }

  #finish(job: JobId): void {
    const work: Promise<void> = this.options
      .finish(job)
      .catch(this.options.onError)
      .finally(() => {
        this.#work.delete(work);
        this.#running.delete(job.jobId);
        this.#dispatch();
      });
    this.#work.add(work);
  }

  #after(milliseconds: number, { jobId }: JobId, act: () => void): void {
    if (this.#closed) {
      return;
    }
    const timer = setTimeout(() => {
      this.#timers.delete(jobId);
      act();
    }, milliseconds / this.options.speed);
    this.#timers.set(jobId, timer);
  }
}
