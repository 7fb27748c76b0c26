import { pause } from '../concurrency';
import type { Pipelines } from './Pipelines';

/** Polls until the signal aborts; a slow round delays the next one instead of overlapping it. */
export async function pollPipelines(options: {
  readonly pipelines: Pipelines;
  readonly intervalMs: number;
  readonly signal: AbortSignal;
}): Promise<void> {
  const { pipelines, intervalMs, signal } = options;
  while (!signal.aborted) {
    await pause(intervalMs, signal);
    if (!signal.aborted) {
      await pipelines.poll();
    }
  }
}
