/** Runs a task a moment after it was asked for, never twice at a time, and again later when it failed. */
export class DebouncedTask {
  readonly #run: () => Promise<void>;
  readonly #onError: (error: unknown) => void;
  readonly #delayMs: number;
  readonly #retryMs: number;
  #timer: NodeJS.Timeout | undefined;
  #running: Promise<void> | undefined;

  constructor(options: {
    readonly run: () => Promise<void>;
    readonly onError: (error: unknown) => void;
    readonly delayMs: number;
    readonly retryMs: number;
  }) {
    this.#run = options.run;
    this.#onError = options.onError;
    this.#delayMs = options.delayMs;
    this.#retryMs = options.retryMs;
  }

  schedule(delayMs: number = this.#delayMs): void {
    this.#timer ??= setTimeout(() => {
      this.#timer = undefined;
      void this.#runOnce();
    }, delayMs);
  }

  /** Runs what is still to be done, now. */
  async finish(): Promise<void> {
    await this.#running;
    if (this.#timer) {
      clearTimeout(this.#timer);
      this.#timer = undefined;
      await this.#runOnce();
      clearTimeout(this.#timer);
    }
  }

  async #runOnce(): Promise<void> {
    if (this.#running) {
      await this.#running;
    }
    this.#running = this.#run().catch(error => {
      this.#onError(error);
      this.schedule(this.#retryMs);
    });
    await this.#running;
    this.#running = undefined;
  }
}
