import { isDeepStrictEqual } from 'node:util';
import type { ProjectRef } from '@slipway/plugin-gitops-common';
import { LruMap, within } from '../concurrency';
import { projectKey } from './projectKey';

interface Entry<T> {
  /** Absent until the first answer. */
  readonly held?: { readonly value: T; readonly at: number };
  /** The value is known to be out of date: whoever asks next waits for a new one. */
  readonly invalid: boolean;
  /** Somebody was answered without a value that was under way. */
  readonly missed: boolean;
}

const empty = { invalid: false, missed: false };
const remembered = 20_000;

/**
 * One value a project. A fresh one is given at once; a stale one too, while a new one is fetched; for a missing one the caller
 * waits, within a budget. Simultaneous requests share one fetch, and a failed fetch keeps what is held.
 */
export class RefreshingCache<T> {
  readonly #entries = new LruMap<string, Entry<T>>(remembered);
  readonly #inFlight = new Map<string, Promise<void>>();
  readonly #ttlMs: number;
  readonly #fetch: (project: ProjectRef) => Promise<T>;
  readonly #mayFetch: (project: ProjectRef) => boolean;
  readonly #onChanged: (project: ProjectRef, value: T) => void;

  constructor(options: {
    readonly ttlMs: number;
    /** Whoever passes it deals with its errors; here they only mean that there is no new value. */
    readonly fetch: (project: ProjectRef) => Promise<T>;
    /** False while the system rests after a failure. */
    readonly mayFetch: (project: ProjectRef) => boolean;
    /** Called when a new value differs from what somebody was told. */
    readonly onChanged: (project: ProjectRef, value: T) => void;
  }) {
    this.#ttlMs = options.ttlMs;
    this.#fetch = options.fetch;
    this.#mayFetch = options.mayFetch;
    this.#onChanged = options.onChanged;
  }

  peek(project: ProjectRef): T | undefined {
    return this.#entries.get(projectKey(project))?.held?.value;
  }

  /** Undefined when nothing is held and nothing arrives within the budget. */
  async get(project: ProjectRef, budgetMs: number): Promise<T | undefined> {
    const entry = this.#entry(project);
    const fresh =
      entry.held && !entry.invalid && Date.now() - entry.held.at < this.#ttlMs;
    if (fresh || !this.#mayFetch(project)) {
      return entry.held?.value;
    }
    const refreshing = this.refresh(project);
    if (!entry.held || entry.invalid) {
      const answered = await within(
        budgetMs,
        refreshing.then(() => true),
      );
      if (!answered) {
        this.#set(project, { ...this.#entry(project), missed: true });
      }
    }
    return this.peek(project);
  }

  /** Fetches now, or joins the fetch that is under way. Never rejects. */
  refresh(project: ProjectRef): Promise<void> {
    const key = projectKey(project);
    const running = this.#inFlight.get(key);
    if (running) {
      return running;
    }
    const started = this.#refresh(project).finally(() =>
      this.#inFlight.delete(key),
    );
    this.#inFlight.set(key, started);
    return started;
  }

  /** As `refresh`, but with a fetch that begins after this call. */
  async renew(project: ProjectRef): Promise<void> {
    await this.#inFlight.get(projectKey(project));
    await this.refresh(project);
  }

  invalidate(project: ProjectRef): void {
    const entry = this.#entry(project);
    if (entry.held) {
      this.#set(project, { ...entry, invalid: true });
    }
  }

  async #refresh(project: ProjectRef): Promise<void> {
    let value: T;
    try {
      value = await this.#fetch(project);
    } catch {
      return;
    }
    const { held, missed } = this.#entry(project);
    this.#set(project, { ...empty, held: { value, at: Date.now() } });
    if (missed || (held && !isDeepStrictEqual(held.value, value))) {
      this.#onChanged(project, value);
    }
  }

  #entry(project: ProjectRef): Entry<T> {
    return this.#entries.get(projectKey(project)) ?? empty;
  }

  #set(project: ProjectRef, entry: Entry<T>): void {
    this.#entries.set(projectKey(project), entry);
  }
}
