import type { Server } from 'node:http';
import type { AddressInfo } from 'node:net';
import type { ChangeEvent } from '@slipway/plugin-gitops-common';
import { eventually } from './eventually';

/** A change stream over a real connection. */
export class EventStream {
  readonly events: ChangeEvent[] = [];
  comments = 0;
  ended = false;
  readonly response: Response;
  readonly #controller: AbortController;

  private constructor(response: Response, controller: AbortController) {
    this.response = response;
    this.#controller = controller;
  }

  static async open(
    server: Server,
    entityRefs: readonly string[],
    headers: Readonly<Record<string, string>> = {},
  ): Promise<EventStream> {
    const { port } = server.address() as AddressInfo;
    const query = entityRefs
      .map(ref => `entityRef=${encodeURIComponent(ref)}`)
      .join('&');
    const controller = new AbortController();
    const response = await fetch(
      `http://127.0.0.1:${port}/api/gitops/v1/changes?${query}`,
      {
        // A browser offers compression, which must not hold events back.
        headers: { 'Accept-Encoding': 'gzip, deflate, br', ...headers },
        signal: controller.signal,
      },
    );
    const stream = new EventStream(response, controller);
    void stream.#read();
    return stream;
  }

  async next(count: number): Promise<readonly ChangeEvent[]> {
    return eventually(
      () => this.events,
      events => events.length >= count,
    );
  }

  close() {
    this.#controller.abort();
  }

  async #read() {
    const decoder = new TextDecoder();
    let buffered = '';
    try {
      for await (const chunk of this.response.body ?? []) {
        buffered += decoder.decode(chunk, { stream: true });
        const messages = buffered.split('\n\n');
        buffered = messages.pop() ?? '';
        for (const message of messages) {
          if (message.startsWith('data: ')) {
            this.events.push(JSON.parse(message.slice('data: '.length)));
          } else {
            this.comments += 1;
          }
        }
      }
    } catch {
      // Closing ends the body with an error.
    }
    this.ended = true;
  }
}
