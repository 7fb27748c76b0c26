import type { ArgocdStreamEvent } from '../client/ArgocdClient';

/** Pulls one event at a time, and can give up waiting without losing it. */
export class StreamReader {
  readonly #events: AsyncIterator<ArgocdStreamEvent>;
  #pending: Promise<IteratorResult<ArgocdStreamEvent>> | undefined;
  spoke = false;

  constructor(events: AsyncIterable<ArgocdStreamEvent>) {
    this.#events = events[Symbol.asyncIterator]();
  }

  /** Connects, while the caller does something else. */
  start(): void {
    this.#pending ??= this.#events.next();
    // whoever awaits it next gets the failure; until then it is not unhandled
    this.#pending.catch(() => {});
  }

  /** The next event, or `pause` when none came within `limit` milliseconds. */
  async next(limit?: number): Promise<ArgocdStreamEvent | 'pause' | 'end'> {
    this.start();
    const pending = this.#pending;
    if (!pending) return 'end';
    const result = await (limit === undefined
      ? pending
      : withLimit(pending, limit));
    if (result === 'pause') return 'pause';
    this.#pending = undefined;
    this.spoke = true;
    return result.done ? 'end' : result.value;
  }

  async close(): Promise<void> {
    await this.#pending?.catch(() => {});
    await this.#events.return?.();
  }
}

async function withLimit<T>(
  promise: Promise<T>,
  limit: number,
): Promise<T | 'pause'> {
  let timer: NodeJS.Timeout | undefined;
  const pause = new Promise<'pause'>(resolve => {
    timer = setTimeout(() => resolve('pause'), limit);
  });
  return Promise.race([promise, pause]).finally(() => clearTimeout(timer));
}
