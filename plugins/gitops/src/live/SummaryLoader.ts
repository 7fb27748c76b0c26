import type {
  EntitySummary,
  SummariesResponse,
} from '@slipway/plugin-gitops-common';

interface Waiting {
  readonly promise: Promise<EntitySummary | null>;
  readonly resolve: (summary: EntitySummary | null) => void;
  readonly reject: (error: unknown) => void;
}

const MAX_BATCH = 100;
const GATHER_MS = 10;

/** Gathers the rows that ask within a moment into one `POST /v1/summaries`. */
export class SummaryLoader {
  readonly #fetch: (refs: readonly string[]) => Promise<SummariesResponse>;
  readonly #waiting = new Map<string, Waiting>();

  constructor(fetch: (refs: readonly string[]) => Promise<SummariesResponse>) {
    this.#fetch = fetch;
  }

  /** Null where the user may not read the entity. */
  load(entityRef: string): Promise<EntitySummary | null> {
    const known = this.#waiting.get(entityRef);
    if (known) {
      return known.promise;
    }
    const waiting = deferred();
    if (this.#waiting.size === 0) {
      setTimeout(() => this.#flush(), GATHER_MS);
    }
    this.#waiting.set(entityRef, waiting);
    return waiting.promise;
  }

  #flush() {
    const batch = [...this.#waiting];
    this.#waiting.clear();
    for (let start = 0; start < batch.length; start += MAX_BATCH) {
      void this.#read(batch.slice(start, start + MAX_BATCH));
    }
  }

  async #read(batch: readonly (readonly [string, Waiting])[]) {
    try {
      const { items } = await this.#fetch(batch.map(([ref]) => ref));
      batch.forEach(([, waiting], index) =>
        waiting.resolve(items[index] ?? null),
      );
    } catch (error) {
      batch.forEach(([, waiting]) => waiting.reject(error));
    }
  }
}

function deferred(): Waiting {
  let resolve: Waiting['resolve'] = () => {};
  let reject: Waiting['reject'] = () => {};
  const promise = new Promise<EntitySummary | null>((onResolve, onReject) => {
    resolve = onResolve;
    reject = onReject;
  });
  return { promise, resolve, reject };
}
