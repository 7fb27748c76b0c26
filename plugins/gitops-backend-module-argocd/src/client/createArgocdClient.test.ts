import type {
  ArgocdCredentials,
  ArgocdInstanceConfig,
} from '../config/ArgocdInstanceConfig';
import {
  event,
  eventStream,
  startArgocdDouble,
  type RecordedRequest,
} from '../__testUtils__/startArgocdDouble';
import type { ArgocdStreamEvent } from './ArgocdClient';
import {
  createArgocdClient,
  type ArgocdClientOptions,
} from './createArgocdClient';

const CANARY = 'canary-4711';
const token: ArgocdCredentials = { type: 'token', token: CANARY };
const login: ArgocdCredentials = {
  type: 'login',
  username: 'bot',
  password: CANARY,
};

const anApplication = { metadata: { name: 'orders-dev', namespace: 'argocd' } };
const notFound = {
  status: 404,
  json: { error: 'x', code: 5, message: 'not found' },
};

describe('createArgocdClient', () => {
  const doubles: { stop(): Promise<void> }[] = [];
  afterEach(async () => {
    for (const double of doubles.splice(0)) await double.stop();
  });

  const start = async (
    answer: Parameters<typeof startArgocdDouble>[0],
    options: ArgocdClientOptions & {
      readonly credentials?: ArgocdCredentials;
    } = {},
  ) => {
    const double = await startArgocdDouble(answer);
    doubles.push(double);
    const instance: ArgocdInstanceConfig = {
      name: 'main',
      url: double.url,
      credentials: options.credentials ?? token,
      tls: { rejectUnauthorized: true },
    };
    return { ...double, client: createArgocdClient(instance, options) };
  };

  const failure = (call: Promise<unknown>): Promise<Error> =>
    call.then(
      () => {
        throw new Error('nothing was thrown');
      },
      error => error,
    );

  it('asks with its token, and says which project and namespace it means', async () => {
    const { client, requests } = await start(() => ({ json: anApplication }));
    const found = await client.getApplication('orders-dev', {
      project: 'orders',
      namespace: 'team a',
    });
    expect(found?.metadata.name).toBe('orders-dev');
    expect(requests).toHaveLength(1);
    expect(requests[0].headers.authorization).toBe(`Bearer ${CANARY}`);
    expect(requests[0].path).toBe('/api/v1/applications/orders-dev');
    expect(Object.fromEntries(requests[0].query)).toEqual({
      project: 'orders',
      appNamespace: 'team a',
    });
  });

  it('keeps a hostile name in one segment', async () => {
    const { client, requests } = await start(() => notFound);
    await client.getApplication('../clusters', { project: 'p' });
    await client.deleteProject('a/b?c#d%2e');
    expect(requests.map(request => request.path)).toEqual([
      '/api/v1/applications/..%2Fclusters',
      '/api/v1/projects/a%2Fb%3Fc%23d%252e',
    ]);
    for (const name of ['..', '.', '']) {
      await expect(client.deleteProject(name)).rejects.toMatchObject({
        name: 'InputError',
      });
    }
    expect(requests).toHaveLength(2);
  });

  it('sends every change as JSON, with or without a body', async () => {
    const { client, requests } = await start(request =>
      request.path.endsWith('projects') || request.path.endsWith('applications')
        ? { json: anApplication }
        : { json: {} },
    );
    const meta = { metadata: { name: 'orders' }, spec: {} };
    await client.applyProject(meta, { upsert: true });
    await client.applyApplication(meta, { upsert: true, validate: false });
    await client.syncApplication('a', { project: 'p', namespace: 'n' });
    await client.terminateOperation('a', { project: 'p' });
    await client.deleteApplication('a', { project: 'p', cascade: false });
    await client.deleteProject('p');

    const line = ({ method, path, query, body }: RecordedRequest) =>
      `${method} ${path}${query.size > 0 ? `?${query}` : ''} ${body}`.trim();
    expect(requests.map(line)).toEqual([
      'POST /api/v1/projects {"project":{"metadata":{"name":"orders"},"spec":{}},"upsert":true}',
      'POST /api/v1/applications?upsert=true&validate=false {"metadata":{"name":"orders"},"spec":{}}',
      'POST /api/v1/applications/a/sync {"project":"p","appNamespace":"n"}',
      'DELETE /api/v1/applications/a/operation?project=p',
      'DELETE /api/v1/applications/a?project=p&cascade=false',
      'DELETE /api/v1/projects/p',
    ]);
    for (const { headers } of requests)
      expect(headers['content-type']).toBe('application/json');
  });

  it('looks through all projects where none is named, since the single call would answer 403', async () => {
    const { client, requests } = await start(request => ({
      json: {
        items:
          request.query.get('name') === 'orders-dev' ? [anApplication] : null,
      },
    }));
    expect(await client.getApplication('orders-dev')).toMatchObject(
      anApplication,
    );
    expect(await client.getApplication('none')).toBeUndefined();
    expect(await client.deleteApplication('none')).toBe(false);
    expect(requests.map(request => request.path)).toEqual(
      Array(3).fill('/api/v1/applications'),
    );
  });

  it('has an empty list where Argo CD says null, and asks for names alone', async () => {
    const { client, requests } = await start(() => ({
      json: { metadata: { resourceVersion: '1' }, items: null },
    }));
    expect(await client.listApplications()).toEqual([]);
    expect(requests[0].query.get('fields')).toBe(
      'items.metadata.name,items.metadata.namespace',
    );
  });

  it('answers undefined or false for what is not there', async () => {
    const { client } = await start(() => notFound);
    expect(await client.getProject('p')).toBeUndefined();
    expect(await client.getApplication('a', { project: 'p' })).toBeUndefined();
    expect(await client.deleteProject('p')).toBe(false);
    expect(await client.deleteApplication('a', { project: 'p' })).toBe(false);
  });

  it('renders one source by revision and several by position', async () => {
    const { client, requests } = await start(() => ({
      json: { manifests: null },
    }));
    expect(await client.renderManifests('a', ['x'])).toEqual([]);
    await client.renderManifests('a', ['x', 'y'], { project: 'p' });
    expect(requests.map(request => request.query.toString())).toEqual([
      'revision=x',
      'project=p&revisions=x&revisions=y&sourcePositions=1&sourcePositions=2',
    ]);
  });

  describe('errors', () => {
    it.each([
      [400, 'spec is invalid', 'InputError'],
      [
        400,
        'existing application spec is different, use upsert',
        'ConflictError',
      ],
      [401, 'invalid session', 'ServiceUnavailableError'],
      [403, 'permission denied', 'ServiceUnavailableError'],
      [404, 'not found', 'NotFoundError'],
      [409, 'already exists', 'ConflictError'],
      [415, 'Invalid content type', 'ServiceUnavailableError'],
      [500, 'boom', 'ServiceUnavailableError'],
      [302, 'to a login page', 'ServiceUnavailableError'],
    ])(
      '%i “%s” is a %s that names the instance',
      async (status, message, name) => {
        const { client } = await start(() => ({ status, json: { message } }));
        const error = await failure(
          client.applyApplication({ metadata: { name: 'a' }, spec: {} }),
        );
        expect(error.name).toBe(name);
        expect(error.message).toContain(
          'Argo CD “main” could not apply application “a”',
        );
        expect(error.cause).toMatchObject({ status });
      },
    );

    it.each([
      ['a sync window', 'sync', 403, 'cannot sync: blocked by sync window'],
      [
        'a running sync',
        'sync',
        400,
        'another operation is already in progress',
      ],
      [
        'nothing to stop',
        'stop',
        400,
        'Unable to terminate operation. No operation is in progress',
      ],
    ])('%s is a conflict', async (_, call, status, message) => {
      const { client } = await start(() => ({ status, json: { message } }));
      const error = await failure(
        call === 'sync'
          ? client.syncApplication('a')
          : client.terminateOperation('a'),
      );
      expect(error).toMatchObject({
        name: 'ConflictError',
        message: expect.stringContaining(message),
      });
    });

    it.each([
      ['JSON of another shape', { metadata: [] }],
      ['a list', []],
      ['a text', 'fine'],
    ])(
      '%s instead of an application is an upstream failure',
      async (_, json) => {
        const { client } = await start(() => ({ json }));
        expect(
          await failure(client.getApplication('a', { project: 'p' })),
        ).toMatchObject({
          name: 'ServiceUnavailableError',
          message: expect.stringContaining('not what Argo CD sends'),
        });
      },
    );

    it('gives up on an answer that does not come', async () => {
      const { client } = await start(() => () => {}, { timeout: 50 });
      expect(await failure(client.listApplications())).toMatchObject({
        name: 'ServiceUnavailableError',
        message: expect.stringContaining('no answer within 50 ms'),
      });
    });

    it('gives up on an answer that stops in its middle', async () => {
      const { client } = await start(
        () => response => {
          response.writeHead(200, { 'Content-Type': 'application/json' });
          response.write('{"items": [');
        },
        { timeout: 50 },
      );
      expect(await failure(client.listApplications())).toMatchObject({
        name: 'ServiceUnavailableError',
      });
    });

    it('passes on that the caller aborted', async () => {
      const { client } = await start(() => () => {});
      const controller = new AbortController();
      const call = failure(
        client.listApplications({ signal: controller.signal }),
      );
      controller.abort();
      expect(await call).toMatchObject({ name: 'AbortError' });
    });

    it('names the instance when nobody listens', async () => {
      const { client, stop } = await start(() => ({ json: {} }));
      await stop();
      doubles.length = 0;
      expect(await failure(client.listApplications())).toMatchObject({
        name: 'ServiceUnavailableError',
        message: expect.stringMatching(
          /Argo CD “main” could not list applications.*ECONNREFUSED/,
        ),
      });
    });

    it.each([
      ['token', token],
      ['password', login],
    ])(
      'never shows the %s, whatever the answer quotes',
      async (_, credentials) => {
        const session = 'session-canary-0815';
        let status = 401;
        const { client } = await start(
          request => {
            if (request.path.endsWith('/session'))
              return { json: { token: session } };
            const seen = `${request.headers.authorization} ${CANARY}`;
            return { status, json: { message: seen, error: seen } };
          },
          { credentials },
        );
        for (status of [400, 401, 403, 404, 409, 500]) {
          const error = await failure(
            client.applyApplication({ metadata: { name: 'a' }, spec: {} }),
          );
          const shown = `${error.stack} ${JSON.stringify(error)} ${String(error.cause)}`;
          expect(shown).not.toContain(CANARY);
          expect(shown).not.toContain(session);
        }
      },
    );
  });

  describe('login', () => {
    it('logs in once, and once more when the session was ended early', async () => {
      const sessions = ['first', 'second'];
      let valid = 'first';
      const { client, requests } = await start(
        request => {
          if (request.path.endsWith('/session'))
            return { json: { token: sessions.shift() } };
          return request.headers.authorization === `Bearer ${valid}`
            ? { json: { items: [] } }
            : { status: 401, json: { message: 'invalid session' } };
        },
        { credentials: login },
      );
      await Promise.all([client.listApplications(), client.listApplications()]);
      valid = 'second';
      await client.listApplications();
      const logins = requests.filter(
        request => request.path === '/api/v1/session',
      );
      expect(logins).toHaveLength(2);
      expect(JSON.parse(logins[0].body)).toEqual({
        username: 'bot',
        password: CANARY,
      });
    });

    it('says that the login failed', async () => {
      const { client } = await start(
        () => ({ status: 401, json: { message: CANARY } }),
        {
          credentials: login,
        },
      );
      const error = await failure(client.listApplications());
      expect(error).toMatchObject({
        name: 'ServiceUnavailableError',
        message: expect.stringContaining(
          'Argo CD “main” could not log in as “bot”',
        ),
      });
      expect(error.message).not.toContain(CANARY);
    });
  });

  describe('stream', () => {
    const collect = async (
      stream: AsyncIterable<ArgocdStreamEvent>,
      onEvent: (seen: readonly ArgocdStreamEvent[]) => void = () => {},
    ) => {
      const seen: ArgocdStreamEvent[] = [];
      try {
        for await (const one of stream) {
          seen.push(one);
          onEvent(seen);
        }
      } catch (error) {
        return { seen, error };
      }
      return { seen, error: undefined };
    };

    it('yields events and keep-alives, and throws when the connection is cut', async () => {
      const { client, cut, requests } = await start(() =>
        eventStream(send => {
          send(event('ADDED', anApplication));
          send(':\n');
          send(event('BOOKMARK', anApplication));
          send(event('DELETED', anApplication));
        }),
      );
      const { seen, error } = await collect(
        client.streamApplications({ signal: new AbortController().signal }),
        events => events.length === 3 && cut(),
      );
      expect(seen.map(one => one.type)).toEqual([
        'ADDED',
        'keepAlive',
        'DELETED',
      ]);
      expect(error).toMatchObject({
        name: 'ServiceUnavailableError',
        message: expect.stringContaining(
          'Argo CD “main” could not stream applications',
        ),
      });
      expect(requests[0].headers.accept).toBe('text/event-stream');
      expect(requests[0].query.get('fields')?.split(',')).toEqual(
        expect.arrayContaining([
          'result.type',
          'result.application.status.history.id',
        ]),
      );
    });

    it.each([
      ['silence', () => {}, 'nothing came for 100 ms'],
      [
        'an error of the server',
        (send: (part: string) => void) =>
          send(
            `data: {"error":{"http_code":500,"message":"lost ${CANARY}"}}\n\n`,
          ),
        'lost [redacted]',
      ],
      [
        'no JSON',
        (send: (part: string) => void) => send('data: <html>\n\n'),
        'not JSON',
      ],
      [
        'another shape',
        (send: (part: string) => void) => send('data: {}\n\n'),
        'unexpected',
      ],
    ])('throws on %s', async (_, write, message) => {
      const { client } = await start(
        () =>
          eventStream(send => {
            send(event('ADDED', anApplication));
            write(send);
          }),
        { streamSilence: 100 },
      );
      const { seen, error } = await collect(
        client.streamApplications({ signal: new AbortController().signal }),
      );
      expect(seen).toHaveLength(1);
      expect(error).toMatchObject({
        name: 'ServiceUnavailableError',
        message: expect.stringContaining(message),
      });
    });

    it('does not mistake a slow reader for silence', async () => {
      const { client } = await start(
        () =>
          eventStream(send => {
            send(
              event('ADDED', anApplication) + event('MODIFIED', anApplication),
            );
          }),
        { streamSilence: 100 },
      );
      const types: string[] = [];
      const controller = new AbortController();
      for await (const one of client.streamApplications(controller)) {
        types.push(one.type);
        if (types.length === 2) controller.abort();
        await new Promise(resolve => setTimeout(resolve, 200));
      }
      expect(types).toEqual(['ADDED', 'MODIFIED']);
    });

    it.each([
      ['before the first byte', () => () => {}],
      [
        'while it waits',
        () => eventStream(send => send(event('ADDED', anApplication))),
      ],
    ])('ends quietly when it is aborted %s', async (_, answer) => {
      const { client, requests } = await start(answer);
      const controller = new AbortController();
      const collected = collect(client.streamApplications(controller));
      while (requests.length === 0)
        await new Promise(resolve => setTimeout(resolve, 5));
      await new Promise(resolve => setTimeout(resolve, 50));
      controller.abort();
      expect((await collected).error).toBeUndefined();
    });

    it('refuses a page in place of a stream', async () => {
      const { client } = await start(() => ({ json: {} }));
      const { error } = await collect(
        client.streamApplications(new AbortController()),
      );
      expect(error).toMatchObject({
        name: 'ServiceUnavailableError',
        message: expect.stringContaining('not an event stream'),
      });
    });
  });
});
