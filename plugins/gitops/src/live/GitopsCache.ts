import { QueryClient, type QueryKey } from '@tanstack/react-query';
import type { GitopsApi } from '../api';
import { SummaryLoader } from './SummaryLoader';

/** What the pages share: one query client, one batch of summaries, and refreshes that never overlap. */
export class GitopsCache {
  readonly queryClient = new QueryClient({
    defaultOptions: {
      queries: {
        staleTime: 5_000,
        gcTime: 10 * 60_000,
        retry: false,
        refetchOnWindowFocus: false,
      },
    },
  });
  readonly summaries: SummaryLoader;
  readonly #refreshing = new Map<string, { again: boolean }>();

  constructor(api: GitopsApi) {
    this.summaries = new SummaryLoader(refs => api.summaries(refs));
  }

  /** Reads again; a request that comes while one is under way leads to exactly one more after it. */
  refresh(queryKey: QueryKey): void {
    const id = JSON.stringify(queryKey);
    const running = this.#refreshing.get(id);
    if (running) {
      running.again = true;
      return;
    }
    void this.#refreshUntilQuiet(id, queryKey);
  }

  async #refreshUntilQuiet(id: string, queryKey: QueryKey) {
    const state = { again: false };
    this.#refreshing.set(id, state);
    try {
      // What several subscribers ask for in the same moment is one request.
      await Promise.resolve();
      do {
        state.again = false;
        await this.queryClient.invalidateQueries({ queryKey });
      } while (state.again);
    } finally {
      this.#refreshing.delete(id);
    }
  }
}

const caches = new WeakMap<GitopsApi, GitopsCache>();

/** The one cache that belongs to an API implementation. */
export function gitopsCacheOf(api: GitopsApi): GitopsCache {
  const known = caches.get(api);
  if (known) {
    return known;
  }
  const cache = new GitopsCache(api);
  caches.set(api, cache);
  return cache;
}
