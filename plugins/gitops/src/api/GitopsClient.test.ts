import { ResponseError } from '@backstage/errors';
import { GitopsClient } from './GitopsClient';

const aClient = (answer: () => Response) => {
  const requests: { url: string; method: string; body?: unknown }[] = [];
  const client = new GitopsClient({
    discoveryApi: { getBaseUrl: async () => 'http://backend/api/gitops' },
    fetchApi: {
      fetch: async (url, init) => {
        requests.push({
          url: String(url),
          method: init?.method ?? 'GET',
          body: init?.body ? JSON.parse(String(init.body)) : undefined,
        });
        return answer();
      },
    },
  });
  return { client, requests };
};

const json =
  (body: unknown, status = 200) =>
  () =>
    new Response(JSON.stringify(body), {
      status,
      headers: { 'Content-Type': 'application/json' },
    });

const id = { instance: 'ma/in', name: '../clusters', namespace: 'argo cd' };

describe('GitopsClient', () => {
  it.each<[string, (client: GitopsClient) => Promise<unknown>, string, string]>(
    [
      [
        'delivery',
        client => client.delivery('Component:Default/Chat-Api'),
        'GET',
        '/v1/entities/component/default/chat-api/delivery',
      ],
      [
        'sync',
        client => client.sync(id),
        'POST',
        '/v1/applications/ma%2Fin/..%2Fclusters/sync?namespace=argo+cd',
      ],
      [
        'terminate',
        client => client.terminate(id),
        'POST',
        '/v1/applications/ma%2Fin/..%2Fclusters/terminate?namespace=argo+cd',
      ],
      [
        'revision',
        client => client.revision({ instance: 'main', name: 'a' }, 'feature/x'),
        'GET',
        '/v1/applications/main/a/revisions/feature%2Fx',
      ],
      [
        'applications',
        client =>
          client.applications({ selector: 'a in (b,c)', name: undefined }),
        'GET',
        '/v1/applications?selector=a+in+%28b%2Cc%29',
      ],
      [
        'certificate',
        client => client.sealingCertificate('prod/eu'),
        'GET',
        '/v1/sealing-certificates/prod%2Feu',
      ],
    ],
  )('encodes every path segment: %s', async (_, call, method, path) => {
    const { client, requests } = aClient(json({ items: [] }));
    await call(client);
    expect(requests).toEqual([
      expect.objectContaining({
        method,
        url: `http://backend/api/gitops${path}`,
      }),
    ]);
  });

  it('sends what the pipeline shall do', async () => {
    const { client, requests } = aClient(json({}, 202));
    await client.runPipeline('component:default/a', {
      type: 'play',
      jobId: '7',
    });
    expect(requests[0]?.body).toEqual({ type: 'play', jobId: '7' });
  });

  it("rejects with the server's own message", async () => {
    const { client } = aClient(
      json(
        {
          error: {
            name: 'ServiceUnavailableError',
            message: 'Argo CD is away',
          },
          request: { method: 'GET', url: '/' },
          response: { statusCode: 503 },
        },
        503,
      ),
    );
    const error = await client.delivery('component:default/a').catch(e => e);
    expect(error).toBeInstanceOf(ResponseError);
    expect(error.body.error.message).toBe('Argo CD is away');
  });
});
