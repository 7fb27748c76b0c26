import type { Clock } from './state';

/** The time of the sandbox: the real one, but for the moments in which its past is made up. */
export class WorldClock implements Clock {
  #fixed: number | undefined;

  now(): Date {
    return new Date(this.#fixed ?? Date.now());
  }

  /** Stops the time at a moment. */
  set(at: Date): void {
    this.#fixed = at.getTime();
  }

  /** Lets stopped time pass. */
  advance(ms: number): void {
    this.#fixed = this.now().getTime() + ms;
  }

  /** From now on it is the real time again. */
  release(): void {
    this.#fixed = undefined;
  }
}
