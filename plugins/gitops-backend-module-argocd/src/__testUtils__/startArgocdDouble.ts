import {
  createServer,
  type IncomingMessage,
  type ServerResponse,
} from 'node:http';
import type { AddressInfo } from 'node:net';
import { text } from 'node:stream/consumers';

export interface RecordedRequest {
  readonly method: string;
  /** As it came over the wire: still encoded. */
  readonly path: string;
  readonly query: URLSearchParams;
  readonly headers: IncomingMessage['headers'];
  readonly body: string;
}

type Answer =
  | { readonly status?: number; readonly json: unknown }
  | ((response: ServerResponse, request: RecordedRequest) => void);

/** An HTTP server that answers what a test tells it to, and remembers what it was asked. */
export async function startArgocdDouble(
  answer: (request: RecordedRequest) => Answer,
) {
  const requests: RecordedRequest[] = [];
  const server = createServer(async (incoming, response) => {
    const url = incoming.url ?? '/';
    const [path] = url.split('?');
    const request: RecordedRequest = {
      method: incoming.method ?? '',
      path,
      query: new URLSearchParams(url.slice(path.length)),
      headers: incoming.headers,
      body: await text(incoming),
    };
    requests.push(request);
    const reply = answer(request);
    if (typeof reply === 'function') {
      reply(response, request);
    } else {
      response.writeHead(reply.status ?? 200, {
        'Content-Type': 'application/json',
      });
      response.end(JSON.stringify(reply.json));
    }
  });
  await new Promise<void>(resolve => server.listen(0, '127.0.0.1', resolve));
  const { port } = server.address() as AddressInfo;
  return {
    url: `http://127.0.0.1:${port}`,
    requests,
    /** Ends every connection as a crash would. */
    cut: () => server.closeAllConnections(),
    async stop() {
      server.closeAllConnections();
      await new Promise(resolve => server.close(resolve));
    },
  };
}

/** Begins a server-sent event stream and hands over the pen. */
export function eventStream(
  write: (send: (part: string) => void) => void,
): Answer {
  return response => {
    response.writeHead(200, { 'Content-Type': 'text/event-stream' });
    write(part => response.write(part));
  };
}

export function event(type: string, application: unknown): string {
  return `data: ${JSON.stringify({ result: { type, application } })} \n\n`;
}
