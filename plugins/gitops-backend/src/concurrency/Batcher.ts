interface Waiting<K, V> {
  readonly key: K;
  readonly resolve: (value: V) => void;
  readonly reject: (error: unknown) => void;
}

/** Collects keys that are asked for within a short window and loads them together. */
export class Batcher<K, V> {
  readonly #load: (keys: readonly K[]) => Promise<readonly V[]>;
  readonly #windowMs: number;
  readonly #max: number;
  #waiting: Waiting<K, V>[] = [];
  #timer: NodeJS.Timeout | undefined;

  /** `load` answers in the order of its keys, at most `max` at a time. */
  constructor(options: {
    readonly load: (keys: readonly K[]) => Promise<readonly V[]>;
    readonly windowMs: number;
    readonly max: number;
  }) {
    this.#load = options.load;
    this.#windowMs = options.windowMs;
    this.#max = options.max;
  }

  get(key: K): Promise<V> {
    return new Promise((resolve, reject) => {
      this.#waiting.push({ key, resolve, reject });
      if (this.#waiting.length >= this.#max) {
        this.#flush();
      } else {
        this.#timer ??= setTimeout(() => this.#flush(), this.#windowMs);
      }
    });
  }

  #flush(): void {
    clearTimeout(this.#timer);
    this.#timer = undefined;
    const batch = this.#waiting;
    this.#waiting = [];
    this.#load(batch.map(({ key }) => key)).then(
      values =>
        batch.forEach(({ resolve }, index) => {
          resolve(values[index]);
        }),
      error => batch.forEach(({ reject }) => reject(error)),
    );
  }
}
