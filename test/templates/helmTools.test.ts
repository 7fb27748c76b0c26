import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { parseAllDocuments } from 'yaml';
import { z } from 'zod';
import { aPackagedApp, renderPackaging, type PackagedApp } from './packagedApp';
import { stopScaffolder } from './startScaffolder';
import { itWith } from './tools/itWith';
import { chartTemplate, environmentArgs } from './tools/helmArgs';
import { schemaNeeds, validate } from './tools/kubernetesSchemas';
import { runTool } from './tools/runTool';
import { writeFiles } from './writeFiles';

const chart = 'charts/orders-api';
const environments = ['dev', 'staging', 'prod'];
let root: string;

beforeAll(async () => {
  root = await mkdtemp(path.join(tmpdir(), 'charts-'));
});
afterAll(async () => {
  await stopScaffolder();
  await rm(root, { recursive: true, force: true });
});

// Staging has no sealed secret, so that both are seen.
const sealed = {
  secretStore: 'sealed-secrets',
  sealed: ['dev', 'prod'],
} as const;
const external = { secretStore: 'aws-ssm' } as const;
const apps: readonly [string, Partial<PackagedApp>][] = [
  ['a service with sealed secrets', { starter: 'fastapi', ...sealed }],
  ['a service with external secrets', { starter: 'fastapi', ...external }],
  ['a chatbot with sealed secrets', { starter: 'chatbot', ...sealed }],
  ['a chatbot with external secrets', { starter: 'chatbot', ...external }],
  ['a stack with sealed secrets', { starter: 'stack', ...sealed }],
  ['a stack with external secrets', { starter: 'stack', ...external }],
  ...['fastapi', 'streamlit', 'mlflow', 'kafka'].map(
    (key): [string, Partial<PackagedApp>] => [
      `a stack of ${key} only`,
      { starter: 'stack', services: [key] },
    ],
  ),
];

describe.each(apps)('the chart of %s', (_, over) => {
  const written = once(async () =>
    writeFiles(
      await renderPackaging(aPackagedApp({ ...over, packaging: 'helm' })),
      root,
    ),
  );
  const built = async (helm = '') => {
    const cwd = await written();
    return Promise.all(
      environments.map(environment =>
        runTool(helm, chartTemplate(environment), { cwd }),
      ),
    );
  };

  itWith(
    schemaNeeds('helm'),
    'passes the linter, and gives what the schemas of Kubernetes allow',
    async tools => {
      const cwd = await written();
      for (const environment of environments) {
        await runTool(
          tools.helm ?? '',
          ['lint', '--strict', chart, ...environmentArgs(environment)],
          { cwd },
        );
      }
      await validate(tools.kubeconform, {
        input: (await built(tools.helm)).join('\n'),
      });
    },
    180_000,
  );

  itWith(
    { tools: ['helm', 'kustomize'] },
    'asks Kubernetes for the same as the overlays of Kustomize',
    async tools => {
      const cwd = await writeFiles(
        await renderPackaging(
          aPackagedApp({ ...over, packaging: 'kustomize' }),
        ),
        root,
      );
      const byHelm = await built(tools.helm);
      const byKustomize = await Promise.all(
        environments.map(environment =>
          runTool(
            tools.kustomize ?? '',
            ['build', `k8s/overlays/${environment}`],
            { cwd },
          ),
        ),
      );

      expect(byHelm.map(comparable)).toEqual(byKustomize.map(comparable));
    },
    180_000,
  );
});

function once<T>(make: () => Promise<T>): () => Promise<T> {
  let made: Promise<T> | undefined;
  return () => (made ??= make());
}

const objectSchema = z
  .object({
    kind: z.string(),
    metadata: z.object({ name: z.string() }).passthrough(),
  })
  .passthrough();

/**
 * Objects by kind and name, without what may differ: Helm gets the namespace from outside, has checksums where Kustomize has hashed
 * names, and the other way round where Kustomize lets Argo CD replace a Job.
 */
function comparable(built: string): Readonly<Record<string, unknown>> {
  const objects = parseAllDocuments(
    built
      .replaceAll(
        /(orders-api(?:-[a-z]+)*-(?:config|broker))-[a-z0-9]{10}\b/g,
        '$1',
      )
      .replaceAll(/(orders-api-migration)-[0-9a-f]{8}\b/g, '$1'),
  ).flatMap(document => {
    const object = objectSchema.safeParse(document.toJS());
    return object.success ? [object.data] : [];
  });
  return Object.fromEntries(
    objects.map(object => [
      `${object.kind} ${object.metadata.name}`,
      withoutNoise(object),
    ]),
  );
}

const namedSchema = z.object({ name: z.string() });
const replaced = 'Force=true,Replace=true';
const noise = /^(?:checksum\/.*|helm\.sh\/.*|namespace)$/;

function withoutNoise(value: unknown): unknown {
  if (Array.isArray(value)) {
    return value.map(withoutNoise).sort(byName);
  }
  if (typeof value !== 'object' || value === null) {
    return value;
  }
  const entries = Object.entries(value)
    .filter(([key, child]) => !noise.test(key) && child !== replaced)
    .map(([key, child]) => [key, withoutNoise(child)] as const)
    .filter(([key, child]) => key !== 'annotations' || !isEmpty(child));
  return Object.fromEntries(entries);
}

/** Kustomize puts into lists in front what a patch adds. */
function byName(a: unknown, b: unknown): number {
  const [first, second] = [a, b].map(each => namedSchema.safeParse(each).data);
  return first && second ? first.name.localeCompare(second.name) : 0;
}

function isEmpty(value: unknown): boolean {
  return (
    typeof value === 'object' &&
    value !== null &&
    Object.keys(value).length === 0
  );
}
