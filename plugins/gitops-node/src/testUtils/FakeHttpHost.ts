import { once } from 'node:events';
import {
  createServer,
  type IncomingMessage,
  type ServerResponse,
} from 'node:http';
import type { AddressInfo } from 'node:net';
import { setTimeout } from 'node:timers/promises';

/** @public */
export interface SeenRequest {
  readonly method: string;
  /** Path and query as they came. */
  readonly url: string;
  readonly authorization?: string;
  readonly accept?: string;
  readonly body: string;
}

/** @public */
export interface FakeAnswer {
  readonly status: number;
  readonly headers?: Readonly<Record<string, string>>;
  readonly json?: unknown;
  readonly text?: string;
  /** Milliseconds before it comes. */
  readonly delay?: number;
}

/** A web API in this process, over real HTTP: it remembers what it was asked, and can be told what to answer next. @public */
export abstract class FakeHttpHost {
  readonly requests: SeenRequest[] = [];
  readonly #planned: FakeAnswer[] = [];
  readonly #server = createServer((request, response) => {
    this.#serve(request, response).catch(error =>
      response.writeHead(500).end(String(error)),
    );
  });

  /** What it answers when nothing is planned. */
  protected abstract answer(request: SeenRequest): Promise<FakeAnswer>;

  /** Listens on a free port of 127.0.0.1. */
  protected async listen(): Promise<void> {
    this.#server.listen(0, '127.0.0.1');
    await once(this.#server, 'listening');
  }

  get host(): string {
    const { port } = this.#server.address() as AddressInfo;
    return `127.0.0.1:${port}`;
  }

  get baseUrl(): string {
    return `http://${this.host}`;
  }

  /** The next requests get these answers, in this order. */
  plan(...answers: readonly FakeAnswer[]): void {
    this.#planned.push(...answers);
  }

  async stop(): Promise<void> {
    this.#server.closeAllConnections();
    this.#server.close();
  }

  async #serve(request: IncomingMessage, response: ServerResponse) {
    let body = '';
    for await (const chunk of request) {
      body += chunk;
    }
    const { method = 'GET', url = '/' } = request;
    const { authorization, accept } = request.headers;
    const seen = { method, url, authorization, accept, body };
    this.requests.push(seen);
    const { status, headers, json, text, delay } =
      this.#planned.shift() ?? (await this.answer(seen));
    if (delay) {
      await setTimeout(delay, undefined, { ref: false });
    }
    response
      .writeHead(status, headers)
      .end(text ?? (json === undefined ? '' : JSON.stringify(json)));
  }
}
