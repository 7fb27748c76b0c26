const MOST_WAITING = 200;
const TIMEOUT_MS = 5000;

/** One webhook call. */
export interface Hook {
  readonly headers: Readonly<Record<string, string>>;
  readonly body: unknown;
}

/**
 * Posts webhooks in order and one at a time. Nobody waits for it: what fails is lost, and the oldest is dropped when the receiver is
 * too slow.
 */
export class HookSender {
  readonly #waiting: (() => Promise<Hook>)[] = [];
  readonly #stopped = new AbortController();
  #isSending = false;

  constructor(private readonly url: string) {}

  /** The hook is made when its turn comes. */
  push(hook: () => Promise<Hook>): void {
    this.#waiting.push(hook);
    if (this.#waiting.length > MOST_WAITING) {
      this.#waiting.shift();
    }
    if (!this.#isSending) {
      void this.#send();
    }
  }

  stop(): void {
    this.#stopped.abort();
  }

  async #send(): Promise<void> {
    const { signal } = this.#stopped;
    this.#isSending = true;
    for (
      let next = this.#waiting.shift();
      next && !signal.aborted;
      next = this.#waiting.shift()
    ) {
      try {
        const { headers, body } = await next();
        await fetch(this.url, {
          method: 'POST',
          headers: { 'Content-Type': 'application/json', ...headers },
          body: JSON.stringify(body),
          signal: AbortSignal.any([signal, AbortSignal.timeout(TIMEOUT_MS)]),
        });
      } catch {
        // as with the real hosts, a hook that nobody takes is no error
      }
    }
    this.#isSending = false;
  }
}
