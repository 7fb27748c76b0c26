import { mkdir, mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { parseAllDocuments } from 'yaml';
import { z } from 'zod';
import { aStack, stackKeys, type StackKey } from './aStack';
import { stopScaffolder } from './startScaffolder';
import { itWith } from './tools/itWith';
import { schemaNeeds, validate } from './tools/kubernetesSchemas';
import { pythonProblem } from './tools/pythonProblem';
import { runTool } from './tools/runTool';

const name = 'shop';
const minutes = (count: number) => count * 60_000;
let root: string;
let folder: string;

beforeAll(async () => {
  root = await mkdtemp(path.join(tmpdir(), 'stack-'));
  folder = await write(stackKeys);
});
afterAll(async () => {
  await stopScaffolder();
  await rm(root, { recursive: true, force: true });
});

async function write(keys: readonly StackKey[]): Promise<string> {
  const target = path.join(root, keys.join('-'));
  for (const [file, text] of await aStack({ name, keys })) {
    await mkdir(path.dirname(path.join(target, file)), { recursive: true });
    await writeFile(path.join(target, file), text);
  }
  return target;
}

const labelsSchema = z.record(z.string());
const containerSchema = z.object({
  image: z.string(),
  envFrom: z
    .array(z.object({ configMapRef: z.object({ name: z.string() }) }))
    .optional(),
  resources: z.object({
    limits: z.object({ memory: z.string() }).strict(),
  }),
  securityContext: z.object({ readOnlyRootFilesystem: z.boolean() }),
});
const objectSchema = z.object({
  kind: z.string(),
  metadata: z.object({ name: z.string(), namespace: z.string() }),
  data: z.record(z.string()).optional(),
  spec: z
    .object({
      replicas: z.number().optional(),
      sessionAffinity: z.string().optional(),
      strategy: z.object({ type: z.string().optional() }).optional(),
      selector: z.unknown().optional(),
      podSelector: z.object({ matchLabels: labelsSchema }).optional(),
      ingress: z
        .array(
          z.object({
            from: z.array(
              z.object({
                podSelector: z.object({ matchLabels: labelsSchema }).optional(),
              }),
            ),
          }),
        )
        .optional(),
      template: z
        .object({
          metadata: z.object({ labels: labelsSchema }),
          spec: z.object({
            securityContext: z.object({ runAsNonRoot: z.literal(true) }),
            containers: z.array(containerSchema),
          }),
        })
        .optional(),
    })
    .optional(),
});

async function objectsOf(
  kustomize: string | undefined,
  environment: string,
  cwd = folder,
) {
  const built = await runTool(
    kustomize ?? '',
    ['build', `k8s/overlays/${environment}`],
    { cwd },
  );
  return parseAllDocuments(built).map(document =>
    objectSchema.parse(document.toJS()),
  );
}

describe.each([
  ['dev', 1, '256Mi'],
  ['staging', 2, '256Mi'],
  ['prod', 3, '512Mi'],
])('a stack in %s', (environment, replicas, memory) => {
  itWith(
    { tools: ['kustomize'] },
    'has a workload for each service, and a broker',
    async tools => {
      const objects = await objectsOf(tools.kustomize, environment);
      const sizes = objects.flatMap(({ kind, metadata, spec }) => {
        const [container] = spec?.template?.spec.containers ?? [];
        return container
          ? [
              [
                `${kind} ${metadata.name}`,
                spec?.replicas,
                container.image,
                container.resources.limits.memory,
              ],
            ]
          : [];
      });

      const image = (key: string) =>
        `gitlab.example.com/demo/shop/${key}:unreleased`;
      expect(sizes.sort()).toEqual([
        ['Deployment shop-fastapi', replicas, image('fastapi'), memory],
        ['Deployment shop-kafka', replicas, image('kafka'), memory],
        ['Deployment shop-mlflow', 1, image('mlflow'), '1Gi'],
        ['Deployment shop-streamlit', replicas, image('streamlit'), '512Mi'],
        [
          'StatefulSet shop-broker',
          1,
          expect.stringMatching(/^apache\/kafka:\d/),
          '1Gi',
        ],
      ]);
      expect(
        new Set(objects.map(({ metadata }) => metadata.namespace)),
      ).toEqual(new Set([`shop-${environment}`]));
      const one = (kind: string, named: string) =>
        objects.find(
          object => object.kind === kind && object.metadata.name === named,
        )?.spec;
      expect(one('Deployment', 'shop-mlflow')?.strategy?.type).toBe('Recreate');
      expect(one('Service', 'shop-streamlit')?.sessionAffinity).toBe(
        'ClientIP',
      );
    },
  );

  itWith(
    { tools: ['kustomize'] },
    'tells all services the same',
    async tools => {
      const objects = await objectsOf(tools.kustomize, environment);
      const config = objects.find(
        ({ kind, data }) => kind === 'ConfigMap' && data?.ENVIRONMENT,
      );
      const told = objects
        .filter(({ kind }) => kind === 'Deployment')
        .flatMap(({ spec }) => spec?.template?.spec.containers ?? [])
        .map(({ envFrom }) => envFrom?.map(from => from.configMapRef.name));

      expect(config?.data).toMatchObject({
        ENVIRONMENT: environment,
        FASTAPI_URL: 'http://shop-fastapi',
        KAFKA_BOOTSTRAP_SERVERS: 'shop-broker:9092',
        MLFLOW_TRACKING_URI: 'http://shop-mlflow',
      });
      expect(told).toEqual(stackKeys.map(() => [config?.metadata.name]));
    },
  );

  itWith(
    { tools: ['kustomize'] },
    'lets each Service, budget and policy find its own pods only',
    async tools => {
      const objects = await objectsOf(tools.kustomize, environment);
      const found = (selector: Readonly<Record<string, string>>) =>
        objects
          .filter(({ spec }) => {
            const labels = spec?.template?.metadata.labels;
            return (
              labels &&
              Object.entries(selector).every(
                ([key, value]) => labels[key] === value,
              )
            );
          })
          .map(({ metadata }) => metadata.name);
      const selecting = objects.flatMap(({ kind, metadata, spec }) => {
        if (kind === 'Service') {
          return [[metadata.name, labelsSchema.parse(spec?.selector)] as const];
        }
        if (kind === 'PodDisruptionBudget') {
          const { matchLabels } = z
            .object({ matchLabels: labelsSchema })
            .parse(spec?.selector);
          return [[metadata.name, matchLabels] as const];
        }
        return spec?.podSelector
          ? [[metadata.name, spec.podSelector.matchLabels] as const]
          : [];
      });

      expect(selecting).toHaveLength(5 + 4 + 2);
      for (const [object, selector] of selecting) {
        expect(found(selector)).toEqual([object]);
      }
      for (const { spec } of objects.filter(
        ({ spec: { ingress } = {} }) => ingress,
      )) {
        const pods = spec?.ingress?.flatMap(({ from }) =>
          from.flatMap(({ podSelector }) => podSelector ?? []),
        );
        expect(found(pods?.[0]?.matchLabels ?? {})).toEqual(
          expect.arrayContaining(stackKeys.map(key => `shop-${key}`)),
        );
      }
    },
  );
});

describe.each(
  [stackKeys, ['fastapi'], ['streamlit'], ['mlflow'], ['kafka']].map(
    keys => [keys.join(' and '), keys as readonly StackKey[]] as const,
  ),
)('a stack of %s', (_, keys) => {
  itWith(
    schemaNeeds('kustomize'),
    'is valid by the schemas of Kubernetes',
    async tools => {
      const cwd = await write(keys);
      await validate(tools.kubeconform, {
        input: await runTool(
          tools.kustomize ?? '',
          ['build', 'k8s/overlays/prod'],
          { cwd },
        ),
      });
    },
  );
});

itWith({ tools: ['make'] }, 'says what is deployed', async tools => {
  const output = await runTool(tools.make ?? '', ['deploy'], { cwd: folder });

  expect(output).toContain(
    '   prod: unreleased of gitlab.example.com/demo/shop/kafka\n',
  );
  expect(output.match(/unreleased of/g)).toHaveLength(3 * stackKeys.length);
});

// One after the other: each fills a virtual environment of its own, MLflow's with half a gigabyte.
describe.each(stackKeys)('the service %s, in a fresh environment', key => {
  const needs = {
    tools: ['make', 'python3'],
    problem: pythonProblem('streamlit'),
  };

  itWith(
    needs,
    'passes its own tests, ruff and mypy',
    async tools => {
      const cwd = path.join(folder, 'services', key);
      const make = (target: string) =>
        runTool(tools.make ?? '', [target], { cwd });
      await make('setup');
      try {
        const output = await make('test');
        expect(output).toMatch(/Required test coverage of 90.0% reached/);
        expect(output).toMatch(/^\d+ passed|=+ \d+ passed/m);
        await make('lint');
      } finally {
        await rm(path.join(cwd, '.venv'), { recursive: true, force: true });
      }
    },
    minutes(10),
  );
});
