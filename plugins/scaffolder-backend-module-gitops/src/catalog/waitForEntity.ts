import { setTimeout as sleep } from 'node:timers/promises';
import { stringifyError } from '@backstage/errors';

/** What waiting for an entity came to; `problem` is how the catalog failed when it was last asked. */
export type WaitResult =
  | { readonly found: true }
  | { readonly found: false; readonly problem?: string };

/**
 * Asks `exists` until it says yes or `timeoutMs` are over, even when a single answer takes longer. A failure of `exists` counts
 * as “not yet”. Throws when `signal` aborts.
 */
export async function waitForEntity(
  exists: () => Promise<boolean>,
  options: {
    readonly timeoutMs: number;
    readonly pauseMs: number;
    readonly signal?: AbortSignal;
  },
): Promise<WaitResult> {
  const { timeoutMs, pauseMs } = options;
  options.signal?.throwIfAborted();
  const done = new AbortController();
  const signal = options.signal
    ? AbortSignal.any([options.signal, done.signal])
    : done.signal;
  const timeout = sleep(timeoutMs, 'timeout' as const, { signal });
  let problem: string | undefined;
  const look = async () => {
    try {
      const found = await exists();
      problem = undefined;
      return found;
    } catch (error) {
      problem = stringifyError(error);
      return false;
    }
  };
  try {
    for (;;) {
      const answer = await Promise.race([timeout, look()]);
      if (answer === true) {
        return { found: true };
      }
      if (answer === 'timeout') {
        return { found: false, problem };
      }
      const pause = sleep(pauseMs, 'pause' as const, { signal });
      if ((await Promise.race([timeout, pause])) === 'timeout') {
        return { found: false, problem };
      }
    }
  } finally {
    done.abort();
  }
}
