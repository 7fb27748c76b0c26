import type {
  DeploymentEngine,
  DeploymentEngineEvent,
} from '@slipway/plugin-gitops-node';
import { pause } from '../concurrency';
import { reconnectDelay } from './reconnectDelay';

/** A watch that lived so long was no part of a series of failures. */
const settledMs = 30_000;

export interface WatchEngineOptions {
  readonly engine: DeploymentEngine;
  /** Ends everything. */
  readonly signal: AbortSignal;
  readonly resyncIntervalMs: number;
  readonly reconnectDelayMs: number;
  readonly onEvent: (event: DeploymentEngineEvent) => void;
  readonly onCut: (error: unknown) => void;
}

/** Keeps one watch on an engine: begins anew after every cut, and on a timer against lost events. Never throws. */
export async function watchEngine(options: WatchEngineOptions): Promise<void> {
  const { signal, onCut, reconnectDelayMs } = options;
  let failures = 0;
  while (!signal.aborted) {
    const startedAt = Date.now();
    const error = await watchOnce(options);
    if (signal.aborted) {
      return;
    }
    if (error === undefined) {
      failures = 0;
      continue;
    }
    onCut(error);
    failures = Date.now() - startedAt > settledMs ? 1 : failures + 1;
    await pause(reconnectDelay(failures, reconnectDelayMs), signal);
  }
}

/** Gives the error that cut the watch, or undefined when it was time to begin anew. */
async function watchOnce(options: WatchEngineOptions): Promise<unknown> {
  const { engine, signal, onEvent, resyncIntervalMs } = options;
  const renewal = new AbortController();
  const timer = setTimeout(() => renewal.abort(), resyncIntervalMs);
  try {
    const events = engine.watch({
      signal: AbortSignal.any([signal, renewal.signal]),
    });
    for await (const event of events) {
      onEvent(event);
    }
    return renewal.signal.aborted ? undefined : new Error('the watch ended');
  } catch (error) {
    return renewal.signal.aborted ? undefined : error;
  } finally {
    clearTimeout(timer);
  }
}
