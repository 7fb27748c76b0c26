import type { ChangeEvent } from '@slipway/plugin-gitops-common';
import { parseChangeEvent } from './parseChangeEvent';
import { readEventStream } from './readEventStream';

/** Opens `GET /v1/changes`; rejects unless the answer is a success. */
export type OpenChanges = (
  entityRefs: readonly string[],
  signal: AbortSignal,
) => Promise<Response>;

// A proxy that holds the stream back delivers headers and then nothing; the backend sends `ready` at once.
const FIRST_ITEM_WITHIN_MS = 10_000;
// The backend sends a comment every 15 s.
const SILENCE_LIMIT_MS = 45_000;

/**
 * Reads one connection and hands over its events. Resolves when the server ends it; rejects when it cannot be opened, is cut,
 * or stays silent. Aborting `signal` ends it either way.
 */
export async function readChanges(options: {
  readonly open: OpenChanges;
  readonly entityRefs: readonly string[];
  readonly signal: AbortSignal;
  readonly onEvent: (event: ChangeEvent) => void;
}): Promise<void> {
  const { open, entityRefs, signal, onEvent } = options;
  const connection = new AbortController();
  const abort = () => connection.abort();
  signal.addEventListener('abort', abort);
  let watchdog = setTimeout(abort, FIRST_ITEM_WITHIN_MS);
  try {
    const response = await open(entityRefs, connection.signal);
    if (!response.body) {
      throw new Error('The browser cannot read a response as a stream');
    }
    for await (const item of readEventStream(response.body)) {
      if (connection.signal.aborted) {
        return;
      }
      clearTimeout(watchdog);
      watchdog = setTimeout(abort, SILENCE_LIMIT_MS);
      const event =
        item.type === 'message' ? parseChangeEvent(item.data) : undefined;
      if (event) {
        onEvent(event);
      }
    }
  } finally {
    clearTimeout(watchdog);
    signal.removeEventListener('abort', abort);
    connection.abort();
  }
}
