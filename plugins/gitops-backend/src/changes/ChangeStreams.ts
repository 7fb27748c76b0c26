import type { ChangeEvent } from '@slipway/plugin-gitops-common';
import type { Response } from 'express';
import type { ChangeHub, WatchedEntity } from './ChangeHub';
import { ChangeStreamsFullError } from './ChangeStreamsFullError';

export interface ChangeStreamsOptions {
  readonly hub: ChangeHub;
  /** Connections of this replica. Default: 2,000. */
  readonly maxConnections?: number;
  /** A burst of changes becomes one event an entity. Default: 100 ms. */
  readonly coalesceMs?: number;
  /** Proxies close what is silent for long. Default: 15 s. */
  readonly keepAliveMs?: number;
  /** Ends a connection, so that the client comes back with fresh credentials. Default: 15 minutes. */
  readonly lifetimeMs?: number;
}

/** A client that does not read is cut off instead of filling the memory. */
const mostBufferedBytes = 256 * 1024;

/** Server-sent events of changed entities, one connection a page. */
export class ChangeStreams {
  readonly #hub: ChangeHub;
  readonly #maxConnections: number;
  readonly #coalesceMs: number;
  readonly #keepAliveMs: number;
  readonly #lifetimeMs: number;
  readonly #open = new Set<() => void>();
  #closed = false;

  constructor(options: ChangeStreamsOptions) {
    this.#hub = options.hub;
    this.#maxConnections = options.maxConnections ?? 2_000;
    this.#coalesceMs = options.coalesceMs ?? 100;
    this.#keepAliveMs = options.keepAliveMs ?? 15_000;
    this.#lifetimeMs = options.lifetimeMs ?? 15 * 60_000;
  }

  /** Throws `ChangeStreamsFullError` when this replica can take no more; asked before the work of opening one. */
  admit(): void {
    if (this.#closed || this.#open.size >= this.#maxConnections) {
      throw new ChangeStreamsFullError();
    }
  }

  /** Answers with the stream, which goes on until either side ends it. */
  open(response: Response, entities: readonly WatchedEntity[]): void {
    this.admit();
    response.writeHead(200, {
      'Content-Type': 'text/event-stream',
      // `no-transform` keeps the compression of the root router from holding events back.
      'Cache-Control': 'no-cache, no-transform',
      'X-Accel-Buffering': 'no',
      Connection: 'keep-alive',
    });
    const write = (text: string) => {
      if (response.writableLength > mostBufferedBytes) {
        response.destroy();
        return;
      }
      response.write(text);
    };
    const send = (event: ChangeEvent) =>
      write(`data: ${JSON.stringify(event)}\n\n`);

    const pending = new Set<string>();
    let flushing: NodeJS.Timeout | undefined;
    const unwatch = this.#hub.watch(entities, entityRef => {
      pending.add(entityRef);
      flushing ??= setTimeout(() => {
        flushing = undefined;
        for (const changed of pending) {
          send({ type: 'changed', entityRef: changed });
        }
        pending.clear();
      }, this.#coalesceMs);
    });
    const keepAlive = setInterval(() => write(': \n\n'), this.#keepAliveMs);
    const end = () => response.end();
    const lifetime = setTimeout(end, this.#lifetimeMs);

    this.#open.add(end);
    response.on('close', () => {
      unwatch();
      clearTimeout(flushing);
      clearInterval(keepAlive);
      clearTimeout(lifetime);
      this.#open.delete(end);
    });
    send({ type: 'ready' });
  }

  /** Ends all connections; new ones are refused. */
  stop(): void {
    this.#closed = true;
    for (const end of [...this.#open]) {
      end();
    }
  }

  get size(): number {
    return this.#open.size;
  }
}
