import { setTimeout } from 'node:timers/promises';

/** Waits; rejects with the signal's reason when it aborts first. @public */
export async function sleep(
  milliseconds: number,
  signal?: AbortSignal,
): Promise<void> {
  try {
    await setTimeout(milliseconds, undefined, { signal });
  } catch (error) {
    signal?.throwIfAborted();
    throw error;
  }
}
