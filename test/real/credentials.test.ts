import {
  ArgocdEngine,
  createArgocdClient,
} from '@slipway/plugin-gitops-backend-module-argocd';
import { z } from 'zod';
import { anArgocdInstance } from './world/argocdInstance';
import { argocd } from './world/realSystems';

jest.setTimeout(60_000);

/** A token of a role that sees one project alone. */
async function projectToken(project: string): Promise<string> {
  const client = createArgocdClient(anArgocdInstance());
  const policies = [
    `p, proj:${project}:reader, applications, get, ${project}/*, allow`,
  ];
  await client.applyProject({
    metadata: { name: project },
    spec: {
      sourceRepos: ['*'],
      destinations: [{ server: '*', namespace: '*' }],
      roles: [{ name: 'reader', policies }],
    },
  });
  const response = await fetch(
    `${argocd.url}/api/v1/projects/${project}/roles/reader/token`,
    {
      method: 'POST',
      headers: {
        'Content-Type': 'application/json',
        Authorization: `Bearer ${argocd.token}`,
      },
      body: '{}',
    },
  );
  return z.object({ token: z.string() }).parse(await response.json()).token;
}

describe('credentials of Argo CD', () => {
  const admin = createArgocdClient(anArgocdInstance());

  it('logs in with a user name and a password', async () => {
    const credentials = {
      type: 'login',
      username: 'admin',
      password: argocd.password,
    } as const;
    const client = createArgocdClient(anArgocdInstance({ credentials }));
    await expect(client.getProject('default')).resolves.toMatchObject({
      metadata: { name: 'default' },
    });
  });

  it.each([
    ['token', { type: 'token', token: `${argocd.token.slice(0, -8)}tampered` }],
    ['password', { type: 'login', username: 'admin', password: 'canary-4711' }],
  ] as const)(
    'names the instance and not the secret when the %s is wrong',
    async (_, credentials) => {
      const client = createArgocdClient(anArgocdInstance({ credentials }));
      const error = await client.listApplications().catch(reason => reason);
      expect(error).toMatchObject({
        name: 'ServiceUnavailableError',
        message: expect.stringContaining('Argo CD “real”'),
      });
      expect(`${error.stack}${error.cause}`).not.toMatch(
        /tampered|canary-4711/,
      );
    },
  );

  it('watches nothing where nothing may be seen, until there is something', async () => {
    const project = `lonely-${Date.now().toString(36)}`;
    const credentials = {
      type: 'token',
      token: await projectToken(project),
    } as const;
    const engine = new ArgocdEngine({
      client: createArgocdClient(anArgocdInstance({ credentials })),
      pages: argocd.url,
      times: { probe: 500 },
    });
    const controller = new AbortController();
    const seen: string[] = [];
    for await (const event of engine.watch(controller)) {
      if (event.type === 'upserted') {
        seen.push(event.application.id.name);
        controller.abort();
        continue;
      }
      seen.push(
        event.type === 'snapshot'
          ? `${event.applications.length} at first`
          : event.type,
      );
      if (seen.length === 3) {
        await admin.applyApplication(
          {
            metadata: { name: project },
            spec: {
              project,
              source: { repoURL: 'https://example.com/none.git', path: '.' },
              destination: {
                server: 'https://kubernetes.default.svc',
                namespace: 'default',
              },
            },
          },
          { validate: false },
        );
      }
    }
    await admin.deleteApplication(project, { project, cascade: false });
    expect(seen.slice(0, 3)).toEqual(['0 at first', 'heartbeat', 'heartbeat']);
    expect(seen.at(-1)).toBe(project);
  });
});
