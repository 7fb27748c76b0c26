import type { ChangeMode, ChangeNotice } from './GitopsApi';
import { delay } from './delay';
import { readChanges, type OpenChanges } from './readChanges';

type Listener = (notice: ChangeNotice) => void;

interface Subscription {
  readonly entityRefs: ReadonlySet<string>;
  readonly listener: Listener;
  readonly since: number;
  /** Whether a connection has carried it before: only then can a reconnect have missed something. */
  covered: boolean;
}

const SETTLE_MS = 20;
const POLL_MS = 15_000;
const HIDDEN_LIMIT_MS = 5 * 60_000;
const SLOW_START_MS = 1_000;
const FAILURES_BEFORE_POLLING = 2;
const MAX_STREAMED = 100;

const backOff = (failures: number) =>
  Math.min(30_000, 500 * 2 ** failures) * (0.75 + Math.random() / 2);

/**
 * One connection for all subscriptions of a page. It reconnects with a growing pause, asks everybody to read again every 15 s
 * while a stream cannot be had, and rests while the page has been hidden for five minutes.
 */
export class ChangeFeed {
  readonly #open: OpenChanges;
  readonly #subscriptions = new Set<Subscription>();
  #mode: ChangeMode = 'connecting';
  #run: { entityRefs: ReadonlySet<string>; stop: () => void } | undefined;
  #settling: ReturnType<typeof setTimeout> | undefined;
  #polling: ReturnType<typeof setInterval> | undefined;
  #hiding: ReturnType<typeof setTimeout> | undefined;

  constructor(options: { open: OpenChanges }) {
    this.#open = options.open;
  }

  subscribe(entityRefs: readonly string[], listener: Listener): () => void {
    const subscription: Subscription = {
      entityRefs: new Set(entityRefs),
      listener,
      since: Date.now(),
      covered: false,
    };
    if (this.#subscriptions.size === 0) {
      document.addEventListener('visibilitychange', this.#onVisibility);
    }
    this.#subscriptions.add(subscription);
    listener({ type: 'mode', mode: this.#mode });
    this.#settle();
    return () => {
      this.#subscriptions.delete(subscription);
      if (this.#subscriptions.size === 0) {
        document.removeEventListener('visibilitychange', this.#onVisibility);
        clearTimeout(this.#hiding);
      }
      this.#settle();
    };
  }

  // The rows of a table subscribe one by one in the same moment: wait for the last, then connect once.
  #settle() {
    clearTimeout(this.#settling);
    this.#settling = setTimeout(() => this.#reconcile(), SETTLE_MS);
  }

  #reconcile() {
    const wanted = new Set(
      [...this.#subscriptions].flatMap(({ entityRefs }) => [...entityRefs]),
    );
    if (wanted.size === 0) {
      this.#stop('connecting');
      return;
    }
    const run = this.#run;
    const missing = [...wanted].some(ref => !run?.entityRefs.has(ref));
    if (this.#mode !== 'paused' && missing) {
      this.#start(wanted);
    }
  }

  #start(entityRefs: ReadonlySet<string>) {
    this.#run?.stop();
    const controller = new AbortController();
    this.#run = { entityRefs, stop: () => controller.abort() };
    void this.#keepReading([...entityRefs], controller.signal);
  }

  #stop(mode: ChangeMode) {
    this.#run?.stop();
    this.#run = undefined;
    this.#setPolling(false);
    this.#setMode(mode);
  }

  async #keepReading(entityRefs: readonly string[], signal: AbortSignal) {
    let failures = 0;
    while (!signal.aborted) {
      const worked = await this.#readOnce(entityRefs, signal);
      if (signal.aborted) {
        return;
      }
      failures = worked ? 1 : failures + 1;
      if (failures >= FAILURES_BEFORE_POLLING) {
        this.#setPolling(true);
        this.#setMode('polling');
      } else {
        this.#setMode('connecting');
      }
      await delay(backOff(failures), signal);
    }
  }

  /** Whether the connection worked before it ended. */
  async #readOnce(
    entityRefs: readonly string[],
    signal: AbortSignal,
  ): Promise<boolean> {
    let ready = false;
    try {
      await readChanges({
        open: this.#open,
        entityRefs: entityRefs.slice(0, MAX_STREAMED),
        signal,
        onEvent: event => {
          if (signal.aborted) {
            return;
          }
          if (event.type === 'changed') {
            this.#tell(event.entityRef, event);
            return;
          }
          ready = true;
          this.#setPolling(entityRefs.length > MAX_STREAMED);
          this.#setMode('streaming');
          this.#cover();
        },
      });
    } catch {
      // Why it failed shows in the reads that every subscriber makes; here only the pause before the next try matters.
    }
    return ready;
  }

  #cover() {
    for (const subscription of this.#subscriptions) {
      const slow = Date.now() - subscription.since > SLOW_START_MS;
      if (subscription.covered || slow) {
        subscription.listener({ type: 'resync' });
      }
      subscription.covered = true;
    }
  }

  #tell(entityRef: string, notice: ChangeNotice) {
    for (const { entityRefs, listener } of this.#subscriptions) {
      if (entityRefs.has(entityRef)) {
        listener(notice);
      }
    }
  }

  #tellAll(notice: ChangeNotice) {
    for (const { listener } of this.#subscriptions) {
      listener(notice);
    }
  }

  #setMode(mode: ChangeMode) {
    if (mode !== this.#mode) {
      this.#mode = mode;
      this.#tellAll({ type: 'mode', mode });
    }
  }

  #setPolling(on: boolean) {
    if (on && this.#polling === undefined) {
      this.#tellAll({ type: 'resync' });
      this.#polling = setInterval(
        () => this.#tellAll({ type: 'resync' }),
        POLL_MS,
      );
    } else if (!on) {
      clearInterval(this.#polling);
      this.#polling = undefined;
    }
  }

  readonly #onVisibility = () => {
    clearTimeout(this.#hiding);
    if (document.hidden) {
      this.#hiding = setTimeout(() => this.#stop('paused'), HIDDEN_LIMIT_MS);
    } else if (this.#mode === 'paused') {
      this.#setMode('connecting');
      this.#reconcile();
    }
  };
}
