import { mkdtemp, readFile, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { createServiceFactory } from '@backstage/backend-plugin-api';
import {
  mockServices,
  startTestBackend,
  type TestBackend,
} from '@backstage/backend-test-utils';
import type { Entity } from '@backstage/catalog-model';
import { catalogServiceRef } from '@backstage/plugin-catalog-node';
import { catalogServiceMock } from '@backstage/plugin-catalog-node/testUtils';
import scaffolderPlugin from '@backstage/plugin-scaffolder-backend';
import scaffolderGitlab from '@backstage/plugin-scaffolder-backend-module-gitlab';
import scaffolderGitops from '@slipway/plugin-scaffolder-backend-module-gitops';
import { type Sandbox, startSandbox } from 'sandbox/src/startSandbox';
import { parse } from 'yaml';
import { z } from 'zod';
import { anInput } from './anInput';
import { templatesRoot } from './templateFolder';

const tokens = { gitlab: 'gitlab-token-4711', argocd: 'argocd-token-4711' };
const file = path.join(templatesRoot, 'python-gitops-app/template.yaml');

const applicationSchema = z.object({
  status: z.object({
    sync: z.object({ status: z.string() }),
    health: z.object({ status: z.string() }),
    summary: z.object({ images: z.array(z.string()).optional() }),
  }),
});

const eventsSchema = z.array(
  z.object({
    type: z.string(),
    body: z
      .object({
        message: z.string(),
        status: z.string().optional(),
        output: z.object({ links: z.array(z.unknown()) }).optional(),
      })
      .passthrough(),
  }),
);

let data: string;
let sandbox: Sandbox;
let backend: TestBackend;
/** What the catalog says to a new location; a test may let it refuse. */
let refusal: Error | undefined;

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
  const template = parse(await readFile(file, 'utf8')) as Entity;
  backend = await startTestBackend({
    features: [
      scaffolderPlugin,
      scaffolderGitlab,
      scaffolderGitops,
      catalogWith(template),
      mockServices.rootConfig.factory({ data: configOf(sandbox) }),
    ],
  });
}, 60_000);
afterAll(async () => {
  await backend.stop();
  await sandbox.stop();
  await rm(data, { recursive: true, force: true });
});
beforeEach(() => {
  refusal = undefined;
});

describe('a run of the template', () => {
  it('makes repository, project and applications, and dev gets the first image', async () => {
    const { status, log, output } = await run('orders-api');

    expect([status, log.filter(line => /Error/.test(line))]).toEqual([
      'completed',
      [],
    ]);
    expect(output?.links).toEqual(
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
    refusal = new Error('The catalog is on holiday');

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

/** Runs the template as the wizard would, to its end. */
async function run(name: string) {
  const base = `http://127.0.0.1:${backend.server.port()}/api/scaffolder/v2/tasks`;
  const response = await fetch(base, {
    method: 'POST',
    headers: { 'Content-Type': 'application/json' },
    body: JSON.stringify({
      templateRef: 'template:default/python-gitops-app',
      values: anInput({
        name,
        gitlabHost: new URL(sandbox.gitlabUrl).host,
      }),
    }),
  });
  const { id } = z.object({ id: z.string() }).parse(await response.json());
  let events: z.infer<typeof eventsSchema> = [];
  await eventually(async () => {
    events = eventsSchema.parse(
      await fetch(`${base}/${id}/events`).then(answer => answer.json()),
    );
    expect(events.map(event => event.type)).toContain('completion');
  });
  const end = events.find(event => event.type === 'completion');
  const task = await fetch(`${base}/${id}`).then(answer => answer.json());
  return {
    status: z.object({ status: z.string() }).parse(task).status,
    log: events.map(event => event.body.message),
    output: end?.body.output,
  };
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

function catalogWith(template: Entity) {
  const location = `file:${file}`;
  const entity = {
    ...template,
    metadata: {
      ...template.metadata,
      annotations: { 'backstage.io/managed-by-location': location },
    },
  };
  const registered = new Map<string, Entity>();
  const catalog = catalogServiceMock({ entities: [entity] });
  const { getEntityByRef } = catalog;
  return createServiceFactory({
    service: catalogServiceRef,
    deps: {},
    factory: () =>
      Object.assign(catalog, {
        getEntityByRef: async (
          ...[ref, options]: Parameters<typeof getEntityByRef>
        ) =>
          registered.get(String(ref)) ??
          getEntityByRef.call(catalog, ref, options),
        addLocation: async ({ target = '' }: { target?: string }) => {
          if (refusal) {
            throw refusal;
          }
          const name = /demo\/([^/]+)\//.exec(target)?.[1] ?? '';
          const component = {
            apiVersion: 'backstage.io/v1alpha1',
            kind: 'Component',
            metadata: { name },
          };
          registered.set(`component:default/${name}`, component);
          return {
            location: { id: name, type: 'url', target },
            entities: [component],
          };
        },
      }),
  });
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
