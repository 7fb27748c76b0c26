import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { parseAllDocuments } from 'yaml';
import { z } from 'zod';
import { aPackagedApp, type PackagedApp } from './packagedApp';
import { stopScaffolder } from './startScaffolder';
import { isReachable, toolsRoot } from './tools/findTool';
import { itWith } from './tools/itWith';
import { chartTemplate, environmentArgs } from './tools/helmArgs';
import { runTool } from './tools/runTool';
import { renderWithSecrets, writeFiles } from './writePackaging';

const chart = 'charts/orders-api';
const environments = ['dev', 'staging', 'prod'];
const schemas = path.join(toolsRoot, 'schemas');
const noSchemas = [
  'v1.36.0-strict/deployment-apps-v1.json',
  'crd/external-secrets.io/externalsecret_v1.json',
  'crd/bitnami.com/sealedsecret_v1alpha1.json',
]
  .map(file => path.join(schemas, file))
  .find(file => !isReachable(file));
let root: string;

beforeAll(async () => {
  root = await mkdtemp(path.join(tmpdir(), 'charts-'));
});
afterAll(async () => {
  await stopScaffolder();
  await rm(root, { recursive: true, force: true });
});

const folderOf = async (app: PackagedApp) =>
  writeFiles(await renderWithSecrets(app), root);

const apps = [
  ['fastapi', 'sealed-secrets', []],
  ['fastapi', 'sealed-secrets', ['dev', 'prod']],
  ['fastapi', 'aws-ssm', []],
  ['chatbot', 'sealed-secrets', []],
  ['chatbot', 'sealed-secrets', ['dev', 'prod']],
  ['chatbot', 'aws-ssm', []],
  ['stack', 'sealed-secrets', []],
  ['stack', 'sealed-secrets', ['dev', 'prod']],
  ['stack', 'aws-ssm', []],
] as const;

describe.each(apps)(
  'a chart of %s with %s in %j',
  (starter, secretStore, where) => {
    const app = aPackagedApp({ starter, secretStore, sealed: where });

    itWith(
      {
        tools: ['helm', 'kubeconform'],
        ...(noSchemas && { problem: `no ${noSchemas}` }),
      },
      'passes the linter, and gives what the schemas of Kubernetes allow',
      async tools => {
        const cwd = await folderOf({ ...app, packaging: 'helm' });
        for (const environment of environments) {
          await runTool(
            tools.helm ?? '',
            ['lint', '--strict', chart, ...environmentArgs(environment)],
            { cwd },
          );
          const built = await runTool(
            tools.helm ?? '',
            chartTemplate(environment),
            {
              cwd,
            },
          );
          const summary = await runTool(
            tools.kubeconform ?? '',
            [
              ...['-strict', '-summary', '-kubernetes-version', '1.36.0'],
              ...[
                '-schema-location',
                `${schemas}/{{.NormalizedKubernetesVersion}}{{.StrictSuffix}}/{{.ResourceKind}}{{.KindSuffix}}.json`,
              ],
              ...[
                '-schema-location',
                `${schemas}/crd/{{.Group}}/{{.ResourceKind}}_{{.ResourceAPIVersion}}.json`,
              ],
            ],
            { input: built },
          );
          expect(summary).toMatch(/Invalid: 0, Errors: 0, Skipped: 0/);
        }
      },
    );

    itWith(
      { tools: ['helm', 'kustomize'] },
      'asks Kubernetes for the same as the overlays of Kustomize',
      async tools => {
        const charts = await folderOf({ ...app, packaging: 'helm' });
        const overlays = await folderOf({ ...app, packaging: 'kustomize' });
        for (const environment of environments) {
          const byHelm = await runTool(
            tools.helm ?? '',
            chartTemplate(environment),
            {
              cwd: charts,
            },
          );
          const byKustomize = await runTool(
            tools.kustomize ?? '',
            ['build', `k8s/overlays/${environment}`],
            { cwd: overlays },
          );

          expect(comparable(byHelm)).toEqual(comparable(byKustomize));
        }
      },
    );
  },
);

const objectSchema = z
  .object({
    kind: z.string(),
    metadata: z.object({ name: z.string() }).passthrough(),
  })
  .passthrough();

/** Objects by kind and name, without what may differ: Helm gets the namespace from outside, and has checksums where Kustomize has hashed names. */
function comparable(built: string): Readonly<Record<string, unknown>> {
  const objects = parseAllDocuments(
    built.replaceAll(
      /(orders-api(?:-[a-z]+)*-(?:config|broker))-[a-z0-9]{10}\b/g,
      '$1',
    ),
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
const noise = /^(?:checksum\/.*|helm\.sh\/.*|namespace)$/;

function withoutNoise(value: unknown): unknown {
  if (Array.isArray(value)) {
    return value.map(withoutNoise).sort(byName);
  }
  if (typeof value !== 'object' || value === null) {
    return value;
  }
  const entries = Object.entries(value)
    .filter(([key]) => !noise.test(key))
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
