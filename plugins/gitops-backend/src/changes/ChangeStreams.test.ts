import { createServer, type Server } from 'node:http';
import express from 'express';
import { EventStream, eventually } from '../__testUtils__';
import { ChangeHub } from './ChangeHub';
import { ChangeStreams, type ChangeStreamsOptions } from './ChangeStreams';

describe('ChangeStreams', () => {
  let server: Server;
  let streams: ChangeStreams;

  async function serve(options: Partial<ChangeStreamsOptions>) {
    streams = new ChangeStreams({ hub: new ChangeHub(), ...options });
    const app = express();
    app.use((_request, response) => streams.open(response, []));
    app.use(
      (
        _error: unknown,
        _request: express.Request,
        response: express.Response,
        _next: express.NextFunction,
      ) => {
        response.status(503).end();
      },
    );
    server = createServer(app);
    await new Promise<void>(resolve => {
      server.listen(0, '127.0.0.1', resolve);
    });
  }
  const open = () => EventStream.open(server, ['component:default/orders']);
  afterEach(() => {
    streams.stop();
    server.closeAllConnections();
    server.close();
  });

  it('takes no more than it can carry, until somebody leaves', async () => {
    await serve({ maxConnections: 2 });
    const [first] = await Promise.all([open(), open()]);
    expect((await open()).response.status).toBe(503);
    first.close();
    await eventually(
      () => streams.size,
      size => size === 1,
    );
    expect((await open()).response.status).toBe(200);
  });

  it('keeps a silent connection alive with comments', async () => {
    await serve({ keepAliveMs: 10 });
    const stream = await open();
    await eventually(
      () => stream.comments,
      comments => comments >= 2,
    );
    expect(stream.events).toEqual([{ type: 'ready' }]);
  });

  it('ends a connection after its lifetime, and all of them at the stop', async () => {
    await serve({ lifetimeMs: 30 });
    const stream = await open();
    await eventually(
      () => stream.ended,
      ended => ended,
    );
    expect(streams.size).toBe(0);
    streams.stop();
    expect((await open()).response.status).toBe(503);
  });
});
