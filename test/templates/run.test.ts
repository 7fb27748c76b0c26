import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { type Sandbox, startSandbox } from 'sandbox/src/startSandbox';
import { z } from 'zod';
import { anInput } from './anInput';
import { startTaskRunner, type TaskRunner } from './tools/startTaskRunner';

const tokens = { gitlab: 'gitlab-token-4711', argocd: 'argocd-token-4711' };

const applicationSchema = z.object({
  status: z.object({
    sync: z.object({ status: z.string() }),
    health: z.object({ status: z.string() }),
    summary: z.object({ images: z.array(z.string()).optional() }),
  }),
});

let data: string;
let sandbox: Sandbox;
let runner: TaskRunner;

beforeAll(async () => {
  data = await mkdtemp(path.join(tmpdir(), 'run-'));
  sandbox = await startSandbox({
    dataDir: data,
    gitlabToken: tokens.gitlab,
    argocdToken: tokens.argocd,
    githubToken: 'github-token-4711',
    githubPort: 0,
    gitlabPort: 0,
    argocdPort: 0,
    sealedSecretsPort: 0,
    seed: false,
    speed: 50,
  });
  runner = await startTaskRunner({
    template: 'python-gitops-app',
    config: configOf(sandbox),
    groups: [],
  });
}, 60_000);
afterAll(async () => {
  await runner.stop();
  await sandbox.stop();
  await rm(data, { recursive: true, force: true });
});
beforeEach(() => {
  runner.refuse(undefined);
});

describe('a run of the template', () => {
  it('makes repository, project and applications, and dev gets the first image', async () => {
    const { status, log, links } = await run('orders-api');

    expect([status, log.filter(line => /Error/.test(line))]).toEqual([
      'completed',
      [],
    ]);
    expect(links).toEqual(
      expect.arrayContaining([
        {
          title: 'Repository',
          url: `${sandbox.gitlabUrl}/demo/orders-api`,
        },
        expect.objectContaining({
          title: 'Argo CD, prod',
          url: expect.stringMatching(/orders-api-prod/),
        }),
      ]),
    );
    expect(await leftOf('orders-api')).toEqual({
      repository: true,
      project: true,
      applications: ['orders-api-dev', 'orders-api-prod', 'orders-api-staging'],
    });
    await eventually(async () => {
      const { status: state } = applicationSchema.parse(
        await argocd('applications/orders-api-dev').then(one => one.json()),
      );
      expect(state.sync.status).toBe('Synced');
      expect(state.health.status).toBe('Healthy');
      expect(state.summary.images?.join()).toMatch(/orders-api:[0-9a-f]{8}$/);
    });
  }, 90_000);

  it('leaves nothing behind when its last step fails', async () => {
    runner.refuse(new Error('The catalog is on holiday'));

    const { status, log } = await run('doomed-api');

    expect(status).toBe('failed');
    expect(log.join('\n')).toContain('The catalog is on holiday');
    expect(await leftOf('doomed-api')).toEqual({
      repository: false,
      project: false,
      applications: [],
    });
  }, 90_000);

  it('refuses the name of an existing repository and leaves that alone', async () => {
    await run('taken-api');

    const { status, log } = await run('taken-api');

    expect(status).toBe('failed');
    expect(log.join('\n')).toMatch(/Nothing was created/);
    expect((await leftOf('taken-api')).repository).toBe(true);
  }, 90_000);

  it('says no token in its log', async () => {
    const { log } = await run('quiet-api');

    expect(
      log.filter(line => Object.values(tokens).some(one => line.includes(one))),
    ).toEqual([]);
  }, 90_000);
});

async function run(name: string) {
  const gitlabHost = new URL(sandbox.gitlabUrl).host;
  return runner.run(anInput({ name, gitlabHost }));
}

async function argocd(resource: string): Promise<Response> {
  return fetch(`${sandbox.argocdUrl}/api/v1/${resource}`, {
    headers: { Authorization: `Bearer ${tokens.argocd}` },
  });
}

/** What there is of a component, asked where it would be. */
async function leftOf(name: string) {
  const project = await fetch(
    `${sandbox.gitlabUrl}/api/v4/projects/${encodeURIComponent(`demo/${name}`)}`,
    { headers: { 'PRIVATE-TOKEN': tokens.gitlab } },
  );
  const { items } = z
    .object({
      items: z
        .array(z.object({ metadata: z.object({ name: z.string() }) }))
        .nullable(),
    })
    .parse(await argocd('applications').then(answer => answer.json()));
  return {
    repository: project.ok,
    project: (await argocd(`projects/${name}`)).ok,
    applications: (items ?? [])
      .map(({ metadata }) => metadata.name)
      .filter(one => one.startsWith(`${name}-`))
      .sort(),
  };
}

function configOf({ gitlabUrl, argocdUrl }: Sandbox) {
  return {
    integrations: {
      gitlab: [
        {
          host: new URL(gitlabUrl).host,
          baseUrl: gitlabUrl,
          apiBaseUrl: `${gitlabUrl}/api/v4`,
          token: tokens.gitlab,
        },
      ],
    },
    argocd: {
      appLocatorMethods: [
        {
          type: 'config',
          instances: [{ name: 'main', url: argocdUrl, token: tokens.argocd }],
        },
      ],
    },
  };
}

async function eventually(check: () => Promise<void>): Promise<void> {
  const deadline = Date.now() + 60_000;
  for (;;) {
    try {
      await check();
      return;
    } catch (error) {
      if (Date.now() > deadline) {
        throw error;
      }
    }
    await new Promise(resolve => setTimeout(resolve, 100));
  }
}
