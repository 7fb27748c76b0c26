import { setTimeout as sleep } from 'node:timers/promises';

/** Repeats a check until it throws no more; after 90 seconds its last error counts. */
export async function eventually<T>(check: () => Promise<T>): Promise<T> {
  const end = Date.now() + 90_000;
  for (;;) {
    try {
      return await check();
    } catch (error) {
      if (Date.now() > end) throw error;
      await sleep(500);
    }
  }
}
