import { createServer, type Server } from 'node:http';
import type { AddressInfo } from 'node:net';
import type { RequestHandler } from 'express';
import { isObject } from './render/json';

/** A server that listens already and answers as soon as it has been told how. */
export interface Listener {
  readonly url: string;
  answer(handler: RequestHandler): void;
  close(): Promise<void>;
}

/** Listens on the loopback interface only. A port in use is an error that says which variable chooses another. */
export async function listen(options: {
  readonly name: string;
  readonly port: number;
  readonly variable: string;
}): Promise<Listener> {
  const { name, port, variable } = options;
  let handler: RequestHandler | undefined;
  const server = createServer((req, res) => {
    if (!handler) {
      res.writeHead(503, { 'Content-Type': 'text/plain', 'Retry-After': '1' });
      res.end('The sandbox is starting.\n');
      return;
    }
    // an express application takes Node's own request and response
    handler(
      req as Parameters<RequestHandler>[0],
      res as Parameters<RequestHandler>[1],
      () => res.writeHead(404).end(),
    );
  });
  await bind(server, port).catch(error => {
    throw isInUse(error)
      ? new Error(
          `Port ${port} is in use, and the sandbox's ${name} wants it. Free it, or choose another with ${variable}.`,
          { cause: error },
        )
      : error;
  });
  const { port: actual } = server.address() as AddressInfo;
  return {
    url: `http://127.0.0.1:${actual}`,
    answer: next => {
      handler = next;
    },
    close: () =>
      new Promise(resolve => {
        server.close(() => resolve());
        server.closeAllConnections();
      }),
  };
}

function bind(server: Server, port: number): Promise<void> {
  return new Promise((resolve, reject) => {
    server.once('error', reject);
    server.listen(port, '127.0.0.1', () => {
      server.off('error', reject);
      resolve();
    });
  });
}

function isInUse(error: unknown): boolean {
  return isObject(error) && error.code === 'EADDRINUSE';
}
