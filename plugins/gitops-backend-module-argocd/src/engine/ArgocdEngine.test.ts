import type { DeploymentEngineEvent } from '@slipway/plugin-gitops-node';
import {
  event,
  eventStream,
  startArgocdDouble,
  type RecordedRequest,
} from '../__testUtils__/startArgocdDouble';
import { createArgocdClient } from '../client/createArgocdClient';
import { ArgocdEngine } from './ArgocdEngine';
import type { WatchTimes } from './watchApplications';

const app = (name: string, version = '1') => ({
  metadata: { name, namespace: 'argocd', resourceVersion: version },
  spec: { project: 'shop' },
});

const brief = (one: DeploymentEngineEvent): string => {
  switch (one.type) {
    case 'snapshot':
      return `snapshot ${one.applications.map(a => `${a.id.name}@${a.version}`).join(' ')}`.trim();
    case 'upserted':
      return `upserted ${one.application.id.name}@${one.application.version}`;
    case 'deleted':
      return `deleted ${one.id.name}`;
    default:
      return one.type;
  }
};

describe('ArgocdEngine', () => {
  const doubles: { stop(): Promise<void> }[] = [];
  afterEach(async () => {
    for (const double of doubles.splice(0)) await double.stop();
  });

  const start = async (
    answer: Parameters<typeof startArgocdDouble>[0],
    times?: WatchTimes,
  ) => {
    const double = await startArgocdDouble(answer);
    doubles.push(double);
    const client = createArgocdClient({
      name: 'main',
      url: double.url,
      credentials: { type: 'token', token: 'canary-token' },
      tls: { rejectUnauthorized: true },
    });
    return {
      ...double,
      engine: new ArgocdEngine({ client, pages: 'https://cd', times }),
    };
  };

  /** Watches until `count` events came, or until it ends. */
  const watch = async (engine: ArgocdEngine, count: number) => {
    const controller = new AbortController();
    const seen: string[] = [];
    try {
      for await (const one of engine.watch(controller)) {
        seen.push(brief(one));
        if (seen.length === count) controller.abort();
      }
    } catch (error) {
      return { seen, error };
    }
    return { seen, error: undefined };
  };

  /** Answers the list with the given names, one answer after the other, the last one for ever. */
  const argocd = (
    lists: readonly (readonly string[] | null)[],
    stream: (send: (part: string) => void) => void,
  ) => {
    const left = [...lists];
    return (request: RecordedRequest) => {
      if (request.path === '/api/v1/stream/applications')
        return eventStream(stream);
      const names = left.length > 1 ? left.shift() : left[0];
      return { json: { items: names?.map(name => app(name)) ?? null } };
    };
  };

  it('collects the replay into one snapshot, then reports changes', async () => {
    const { engine } = await start(
      argocd([['a', 'b']], send => {
        send(event('ADDED', app('a')));
        send(event('ADDED', app('b')));
        send(event('MODIFIED', app('a', '2')));
        send(':\n');
        send(event('ADDED', app('c')));
        send(event('DELETED', app('b')));
      }),
    );
    expect(await watch(engine, 5)).toEqual({
      seen: [
        'snapshot a@1 b@1',
        'upserted a@2',
        'heartbeat',
        'upserted c@1',
        'deleted b',
      ],
      error: undefined,
    });
  });

  it('begins with the newest state of what changes during the replay', async () => {
    const { engine } = await start(
      argocd([['a', 'b', 'c']], send => {
        send(event('ADDED', app('a', '1')));
        send(event('MODIFIED', app('a', '2')));
        send(event('DELETED', app('c')));
        send(event('ADDED', app('b')));
      }),
    );
    expect((await watch(engine, 1)).seen).toEqual(['snapshot a@2 b@1']);
  });

  it('asks again when a listed application does not come: it may be gone already', async () => {
    const { engine } = await start(
      argocd([['a', 'gone'], ['a']], send => send(event('ADDED', app('a')))),
      { settle: 20 },
    );
    expect((await watch(engine, 1)).seen).toEqual(['snapshot a@1']);
  });

  it('fails when a listed application never comes', async () => {
    const { engine } = await start(
      argocd([['a', 'b']], send => send(event('ADDED', app('a')))),
      { settle: 10, patience: 50 },
    );
    expect(await watch(engine, 1)).toMatchObject({
      seen: [],
      error: {
        name: 'ServiceUnavailableError',
        message: expect.stringContaining('Argo CD “main”'),
      },
    });
  });

  it('tells apart applications of one name in two namespaces', async () => {
    const elsewhere = {
      ...app('a'),
      metadata: { name: 'a', namespace: 'team' },
    };
    const { engine } = await start(request =>
      request.path.includes('stream')
        ? eventStream(send => {
            send(event('ADDED', app('a')));
            send(event('ADDED', elsewhere));
          })
        : { json: { items: [app('a'), elsewhere] } },
    );
    expect((await watch(engine, 1)).seen).toEqual(['snapshot a@1 a@0']);
  });

  describe('an empty Argo CD, which does not even send headers', () => {
    const silent =
      (lists: readonly (readonly string[] | null)[]) =>
      (request: RecordedRequest) =>
        request.path.includes('stream')
          ? () => {}
          : argocd(lists, () => {})(request);

    it('has an empty snapshot, and is asked whether it lives', async () => {
      const { engine } = await start(silent([null]), {
        probe: 10,
        patience: 1_000,
      });
      expect(await watch(engine, 4)).toEqual({
        seen: ['snapshot', 'heartbeat', 'heartbeat', 'heartbeat'],
        error: undefined,
      });
    });

    it('reports its first application', async () => {
      const { engine } = await start(request =>
        request.path.includes('stream')
          ? response => {
              setTimeout(() => {
                response.writeHead(200, {
                  'Content-Type': 'text/event-stream',
                });
                response.write(event('ADDED', app('first')));
              }, 50);
            }
          : { json: { items: null } },
      );
      expect((await watch(engine, 2)).seen).toEqual([
        'snapshot',
        'upserted first@1',
      ]);
    });

    it('is given up when it has applications after all and stays silent', async () => {
      let lists = 0;
      const { engine } = await start(
        request => {
          if (request.path.includes('stream')) return () => {};
          lists += 1;
          return { json: { items: lists > 1 ? [app('a')] : null } };
        },
        { probe: 10, patience: 40 },
      );
      expect((await watch(engine, 100)).error).toMatchObject({
        name: 'ServiceUnavailableError',
      });
    });
  });

  it('throws when the connection is cut', async () => {
    const { engine, cut } = await start(
      argocd([['a']], send => {
        send(event('ADDED', app('a')));
        setTimeout(cutLater, 50);
      }),
    );
    function cutLater() {
      cut();
    }
    expect(await watch(engine, 100)).toMatchObject({
      seen: ['snapshot a@1'],
      error: { name: 'ServiceUnavailableError' },
    });
  });

  it.each([401, 503])(
    'throws at once when Argo CD answers %i',
    async status => {
      const { engine } = await start(() => ({
        status,
        json: { message: 'no' },
      }));
      expect(await watch(engine, 1)).toMatchObject({
        seen: [],
        error: { name: 'ServiceUnavailableError', cause: { status } },
      });
    },
  );

  it('closes its connection when the watcher leaves', async () => {
    let closed: (value: string) => void = () => {};
    const left = new Promise<string>(resolve => {
      closed = resolve;
    });
    const { engine } = await start(request =>
      request.path.includes('stream')
        ? (response, asked) => {
            response.on('close', () => closed(asked.path));
            response.writeHead(200, { 'Content-Type': 'text/event-stream' });
            response.write(event('ADDED', app('a')));
          }
        : { json: { items: [app('a')] } },
    );
    for await (const one of engine.watch(new AbortController())) {
      expect(one.type).toBe('snapshot');
      break;
    }
    expect(await left).toBe('/api/v1/stream/applications');
  });

  describe('one application', () => {
    const answers =
      (paths: Readonly<Record<string, object>>) =>
      (request: RecordedRequest) => {
        const key = Object.keys(paths).find(path =>
          request.path.endsWith(path),
        );
        return key
          ? { json: paths[key] }
          : { status: 404, json: { message: 'not found', code: 5 } };
      };
    const aKnownApplication = async (engine: ArgocdEngine) => {
      for await (const one of engine.watch(new AbortController())) {
        if (one.type === 'snapshot') return one.applications[0];
      }
      throw new Error('no snapshot');
    };
    const known = argocd([['a']], send => send(event('ADDED', app('a'))));

    it('asks in its project and namespace', async () => {
      const { engine, requests } = await start(request =>
        request.path.endsWith('/applications') ? known(request) : { json: {} },
      );
      const application = await aKnownApplication(engine);
      requests.length = 0;
      await engine.sync(application);
      await engine.terminate(application);
      await engine.imagesOfRevisions(application, ['x']);
      expect(
        requests.map(({ path, query, body }) =>
          `${path} ${query} ${body}`.trim(),
        ),
      ).toEqual([
        '/api/v1/applications/a/sync  {"project":"shop","appNamespace":"argocd"}',
        '/api/v1/applications/a/operation project=shop&appNamespace=argocd',
        '/api/v1/applications/a/manifests project=shop&appNamespace=argocd&revision=x',
      ]);
    });

    it.each([400, 404, 500])(
      'a revision that cannot be rendered (%i) is not found',
      async status => {
        const { engine } = await start(request =>
          request.path.endsWith('/manifests')
            ? { status, json: { message: 'unable to resolve' } }
            : known(request),
        );
        const application = await aKnownApplication(engine);
        await expect(
          engine.imagesOfRevisions(application, ['x']),
        ).rejects.toMatchObject({
          name: 'NotFoundError',
          message: expect.stringContaining('unable to resolve'),
        });
      },
    );

    it.each([401, 403, 503])(
      'a refusal (%i) is no missing revision',
      async status => {
        const { engine } = await start(request =>
          request.path.endsWith('/manifests')
            ? { status, json: {} }
            : known(request),
        );
        const application = await aKnownApplication(engine);
        await expect(
          engine.imagesOfRevisions(application, ['x']),
        ).rejects.toMatchObject({
          name: 'ServiceUnavailableError',
        });
      },
    );

    it('has no pods when it does not exist', async () => {
      const { engine } = await start(
        answers({ '/applications': { items: null } }),
      );
      await expect(
        engine.pods({ instance: 'main', name: '../x' }),
      ).rejects.toMatchObject({
        name: 'NotFoundError',
      });
    });
  });
});
