import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { parseAllDocuments } from 'yaml';
import { z } from 'zod';
import { anInput } from './anInput';
import { renderToFolder } from './renderTemplate';
import { aSealingKeyPair, sealedFor } from './sealedFor';
import { stopScaffolder } from './startScaffolder';
import { aPostgres, findPostgres } from './tools/aPostgres';
import { isReachable } from './tools/findTool';
import { itWith } from './tools/itWith';
import { schemaNeeds, validate } from './tools/kubernetesSchemas';
import { pythonProblem } from './tools/pythonProblem';
import { runTool } from './tools/runTool';

const name = 'orders-chat';
let root: string;
let folder: string;

beforeAll(async () => {
  root = await mkdtemp(path.join(tmpdir(), 'chatbot-'));
  folder = path.join(root, name);
  const { publicKey } = await aSealingKeyPair();
  const environments = ['dev', 'staging', 'prod'];
  const values = { DATABASE_PASSWORD: 'not a password', API_KEYS: '' };
  const secrets = await sealedFor({ name, environments, values, publicKey });
  await renderToFolder(anInput({ name, starter: 'chatbot', secrets }), folder);
});
afterAll(async () => {
  await stopScaffolder();
  await rm(root, { recursive: true, force: true });
});

const labelsSchema = z.record(z.string());
const objectSchema = z.object({
  kind: z.string(),
  metadata: z.object({ name: z.string(), namespace: z.string() }),
  data: z.record(z.string()).optional(),
  spec: z
    .object({
      selector: z.unknown().optional(),
      podSelector: z.object({ matchLabels: labelsSchema }).optional(),
      replicas: z.number().optional(),
      minReplicas: z.number().optional(),
      maxReplicas: z.number().optional(),
      template: z
        .object({
          metadata: z.object({ labels: labelsSchema.optional() }).optional(),
          spec: z
            .object({
              containers: z.array(
                z.object({
                  image: z.string(),
                  resources: z.object({
                    limits: z.object({ memory: z.string() }).strict(),
                  }),
                }),
              ),
            })
            .optional(),
        })
        .optional(),
    })
    .optional(),
});

const build = (kustomize: string | undefined, environment: string) =>
  runTool(kustomize ?? '', ['build', `k8s/overlays/${environment}`], {
    cwd: folder,
  });

describe.each([
  ['dev', 1, 2, 'deepseek-coder:1.3b', '3Gi'],
  ['staging', 2, 4, 'deepseek-coder:1.3b', '3Gi'],
  ['prod', 3, 6, 'deepseek-coder:6.7b', '8Gi'],
])('a chatbot in %s', (environment, least, most, model, memory) => {
  itWith({ tools: ['kustomize'] }, 'is built by kustomize', async tools => {
    const objects = parseAllDocuments(
      await build(tools.kustomize, environment),
    ).map(document => objectSchema.parse(document.toJS()));
    const one = (kind: string, named = name) =>
      objects.find(
        object => object.kind === kind && object.metadata.name === named,
      );

    expect(objects.map(({ kind }) => kind).sort()).toEqual([
      'ConfigMap',
      'Deployment',
      'HorizontalPodAutoscaler',
      'Job',
      'NetworkPolicy',
      'NetworkPolicy',
      'PodDisruptionBudget',
      'SealedSecret',
      'Service',
      'Service',
      'Service',
      'ServiceAccount',
      'StatefulSet',
      'StatefulSet',
    ]);
    expect(new Set(objects.map(({ metadata }) => metadata.namespace))).toEqual(
      new Set([`${name}-${environment}`]),
    );
    expect(one('Deployment')?.spec?.replicas).toBeUndefined();
    expect(one('HorizontalPodAutoscaler')?.spec).toMatchObject({
      minReplicas: least,
      maxReplicas: most,
    });
    const imageOf = (object: z.infer<typeof objectSchema> | undefined) =>
      object?.spec?.template?.spec?.containers[0]?.image;
    const image = `gitlab.example.com/demo/${name}:unreleased`;
    expect(imageOf(one('Deployment'))).toBe(image);
    expect(imageOf(one('Job', `${name}-migration`))).toBe(image);
    const config = objects.find(({ kind }) => kind === 'ConfigMap');
    expect(config?.data).toMatchObject({
      CHAT_MODEL: model,
      DATABASE_HOST: `${name}-postgres`,
      OLLAMA_URL: `http://${name}-ollama:11434`,
      SERVICE_NAME: name,
    });
    expect(
      one('StatefulSet', `${name}-ollama`)?.spec?.template?.spec?.containers[0]
        ?.resources.limits.memory,
    ).toBe(memory);
  });

  itWith(
    { tools: ['kustomize'] },
    'lets each Service and policy find its own pods only',
    async tools => {
      const objects = parseAllDocuments(
        await build(tools.kustomize, environment),
      ).map(document => objectSchema.parse(document.toJS()));
      const found = (selector: Readonly<Record<string, string>>) =>
        objects
          .filter(({ kind, spec }) => {
            const labels = spec?.template?.metadata?.labels;
            return (
              ['Deployment', 'StatefulSet', 'Job'].includes(kind) &&
              Object.entries(selector).every(
                ([key, value]) => labels?.[key] === value,
              )
            );
          })
          .map(({ metadata }) => metadata.name);

      const services = objects
        .filter(({ kind }) => kind === 'Service')
        .map(({ metadata, spec }) => [
          metadata.name,
          found(labelsSchema.parse(spec?.selector)),
        ]);
      const policies = objects.flatMap(({ metadata, spec }) =>
        spec?.podSelector
          ? [[metadata.name, found(spec.podSelector.matchLabels)]]
          : [],
      );
      expect(services).toHaveLength(3);
      expect(policies).toHaveLength(2);
      for (const [object, pods] of [...services, ...policies]) {
        expect(pods).toEqual([object]);
      }
    },
  );

  itWith(
    schemaNeeds('kustomize'),
    'is valid by the schemas of Kubernetes',
    async tools => {
      await validate(tools.kubeconform, {
        input: await build(tools.kustomize, environment),
      });
    },
  );
});

describe('the generated chatbot, in a fresh virtual environment', () => {
  const programs = findPostgres();
  const needs = {
    tools: ['make', 'python3'],
    problem: programs
      ? pythonProblem('flask')
      : 'no PostgreSQL server programs found',
  };
  let prepared: Promise<string> | undefined;
  const setUp = (make = '') =>
    (prepared ??= runTool(make, ['setup'], { cwd: folder }));

  itWith(
    needs,
    'passes its own tests against a real PostgreSQL, served by gunicorn and over WebSockets too',
    async tools => {
      await setUp(tools.make);
      const postgres = await aPostgres(programs ?? '');
      try {
        const output = await runTool(tools.make ?? '', ['test'], {
          cwd: folder,
          env: { DATABASE_URL: postgres.url },
        });
        expect(output).toMatch(/Required test coverage of 90.0% reached/);
        expect(output).toMatch(/=+ \d+ passed in /);
      } finally {
        await postgres.stop();
      }
    },
    180_000,
  );

  itWith(
    needs,
    'passes ruff and mypy',
    async tools => {
      await setUp(tools.make);
      await runTool(tools.make ?? '', ['lint'], { cwd: folder });
    },
    180_000,
  );

  itWith(
    needs,
    'is formatted whatever its name is',
    async tools => {
      await setUp(tools.make);
      const ruff = path.join(folder, '.venv/bin/ruff');
      for (const other of ['qa', `a${'-b'.repeat(19)}c`]) {
        const cwd = path.join(root, other);
        await renderToFolder(anInput({ name: other, starter: 'chatbot' }), cwd);
        await runTool(ruff, ['check', '.'], { cwd });
        await runTool(ruff, ['format', '--check', '.'], { cwd });
      }
    },
    180_000,
  );

  itWith(
    needs,
    'has everything that it needs in its package',
    async tools => {
      await setUp(tools.make);
      // As the Dockerfile installs it: not editable.
      const target = path.join(root, 'installed');
      const python = path.join(folder, '.venv/bin/python');
      await runTool(
        python,
        ['-m', 'pip', 'install', '-q', '--no-deps', '--target', target, '.'],
        { cwd: folder },
      );
      for (const file of [
        'migrations/script.py.mako',
        'migrations/versions/r0001_conversations.py',
        'page/index.html',
        'page/chat.js',
        'page/chat.css',
      ]) {
        expect([
          file,
          isReachable(path.join(target, 'orders_chat', file)),
        ]).toEqual([file, true]);
      }
    },
    180_000,
  );
});
