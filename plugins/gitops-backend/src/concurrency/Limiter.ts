/** Lets at most so many calls run at a time; the others wait their turn. */
export class Limiter {
  readonly #max: number;
  readonly #queue: (() => void)[] = [];
  #running = 0;

  constructor(max: number) {
    this.#max = max;
  }

  async run<T>(call: () => Promise<T>): Promise<T> {
    if (this.#running >= this.#max) {
      await new Promise<void>(resolve => {
        this.#queue.push(resolve);
      });
    } else {
      this.#running += 1;
    }
    try {
      return await call();
    } finally {
      const next = this.#queue.shift();
      if (next) {
        next();
      } else {
        this.#running -= 1;
      }
    }
  }
}
