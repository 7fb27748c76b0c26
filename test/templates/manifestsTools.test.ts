import { mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { parseAllDocuments } from 'yaml';
import { z } from 'zod';
import { anInput } from './anInput';
import { renderToFolder } from './renderTemplate';
import { aSealingKeyPair, sealedFor, type SealingKeyPair } from './sealedFor';
import { stopScaffolder } from './startScaffolder';
import { itWith } from './tools/itWith';
import { schemaNeeds, validate } from './tools/kubernetesSchemas';
import { runTool, tryTool } from './tools/runTool';

const name = 'orders-api';
const environments = ['dev', 'staging', 'prod'];
const value = 'pä$$:w0rd\nand a second line';
let folder: string;
let keys: SealingKeyPair;

beforeAll(async () => {
  folder = await mkdtemp(path.join(tmpdir(), 'manifests-'));
  keys = await aSealingKeyPair();
  const secrets = await sealedFor({
    name,
    environments,
    values: { API_KEY: value },
    publicKey: keys.publicKey,
  });
  await renderToFolder(anInput({ name, environments, secrets }), folder);
  await writeFile(path.join(folder, 'private.pem'), keys.privateKeyPem);
});
afterAll(async () => {
  await stopScaffolder();
  await rm(folder, { recursive: true, force: true });
});

const objectSchema = z.object({
  kind: z.string(),
  metadata: z
    .object({
      name: z.string(),
      namespace: z.string().optional(),
      labels: z.record(z.string()).optional(),
    })
    .passthrough(),
  data: z.record(z.string()).optional(),
  spec: z.record(z.unknown()).optional(),
});

const deploymentSchema = z.object({
  replicas: z.number(),
  selector: z.object({ matchLabels: z.record(z.string()) }),
  template: z.object({
    metadata: z.object({ labels: z.record(z.string()) }),
    spec: z.object({
      containers: z.array(
        z
          .object({
            image: z.string(),
            envFrom: z.array(z.record(z.object({ name: z.string() }))),
            resources: z.object({
              requests: z.record(z.string()),
              limits: z.record(z.string()),
            }),
          })
          .passthrough(),
      ),
    }),
  }),
});

const build = (kustomize: string | undefined, environment: string) =>
  runTool(kustomize ?? '', ['build', `k8s/overlays/${environment}`], {
    cwd: folder,
  });

describe.each([
  ['dev', 1, 'debug', '256Mi'],
  ['staging', 2, 'info', '256Mi'],
  ['prod', 3, 'warning', '512Mi'],
])('%s', (environment, replicas, logLevel, memory) => {
  itWith({ tools: ['kustomize'] }, 'is built by kustomize', async tools => {
    const objects = parseAllDocuments(
      await build(tools.kustomize, environment),
    ).map(document => objectSchema.parse(document.toJS()));
    const one = (kind: string) => objects.find(object => object.kind === kind);
    const deployment = deploymentSchema.parse(one('Deployment')?.spec);
    const [container] = deployment.template.spec.containers;

    expect(objects.map(({ kind }) => kind).sort()).toEqual([
      'ConfigMap',
      'Deployment',
      'PodDisruptionBudget',
      'SealedSecret',
      'Service',
      'ServiceAccount',
    ]);
    expect(new Set(objects.map(({ metadata }) => metadata.namespace))).toEqual(
      new Set([`${name}-${environment}`]),
    );
    expect(deployment.replicas).toBe(replicas);
    expect(deployment.selector.matchLabels).toEqual({
      'app.kubernetes.io/name': name,
    });
    expect(deployment.template.metadata.labels).toMatchObject({
      'app.kubernetes.io/name': name,
    });
    expect(one('Service')?.spec).toMatchObject({
      selector: { 'app.kubernetes.io/name': name },
    });
    expect(container?.image).toBe(
      'gitlab.example.com/demo/orders-api:unreleased',
    );
    expect(container?.resources.limits).toEqual({ memory });
    expect(container?.envFrom).toEqual([
      { configMapRef: { name: one('ConfigMap')?.metadata.name } },
      { secretRef: { name: `${name}-secrets` } },
    ]);
    expect(one('ConfigMap')?.data).toEqual({
      ENVIRONMENT: environment,
      LOG_LEVEL: logLevel,
      SERVICE_NAME: name,
    });
  });

  itWith(
    schemaNeeds('kustomize'),
    'is valid by the schemas of Kubernetes, its sealed secret by that of its CRD',
    async tools => {
      await validate(tools.kubeconform, {
        input: await build(tools.kustomize, environment),
      });
    },
  );

  itWith(
    { tools: ['kustomize', 'kubeseal'] },
    'has a sealed secret that opens as it is, and under no other name or namespace',
    async tools => {
      const built = parseAllDocuments(await build(tools.kustomize, environment))
        .map(document => document.toString())
        .find(text => /^kind: SealedSecret$/m.test(text));
      const open = (input = '') =>
        tryTool(
          tools.kubeseal ?? '',
          ['--recovery-unseal', '--recovery-private-key', 'private.pem'],
          { cwd: folder, input, env: { KUBECONFIG: '/dev/null' } },
        );
      const opened = await open(built);
      const renamed = await open(
        built?.replaceAll(`name: ${name}-secrets`, 'name: other'),
      );
      const moved = await open(
        built?.replaceAll(`${name}-${environment}`, 'elsewhere'),
      );

      expect(opened.code).toBe(0);
      const { data } = objectSchema.parse(JSON.parse(opened.stdout));
      expect(Buffer.from(data?.API_KEY ?? '', 'base64').toString()).toBe(value);
      expect([renamed.code, moved.code]).toEqual([1, 1]);
    },
  );
});
