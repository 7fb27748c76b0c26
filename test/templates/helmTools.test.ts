import { mkdir, mkdtemp, readFile, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { parseAllDocuments } from 'yaml';
import { z } from 'zod';
import {
  aPackagedApp,
  renderPackaging,
  short,
  type PackagedApp,
} from './packagedApp';
import { stopScaffolder } from './startScaffolder';
import { isReachable, toolsRoot } from './tools/findTool';
import { itWith } from './tools/itWith';
import { runTool, tryTool } from './tools/runTool';

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

const sealed = (environment: string) => `apiVersion: bitnami.com/v1alpha1
kind: SealedSecret
metadata:
  name: orders-api-secrets
  namespace: orders-api-${environment}
spec:
  encryptedData:
    API_KEY: AgBYxq
`;

/** Renders an app to a folder, with the files that `sealed-secrets:write` adds. */
async function folderOf(app: PackagedApp): Promise<string> {
  const folder = await mkdtemp(path.join(root, 'app-'));
  const files = new Map(await renderPackaging(app));
  for (const environment of app.sealed) {
    files.set(
      app.packaging === 'helm'
        ? `${chart}/sealed/${short[environment]}.yaml`
        : `k8s/overlays/${environment}/sealed-secret.yaml`,
      sealed(environment),
    );
  }
  for (const [file, text] of files) {
    const target = path.join(folder, file);
    await mkdir(path.dirname(target), { recursive: true });
    await writeFile(target, text);
  }
  return folder;
}

const withValues = (environment: string) => [
  ...['--namespace', `orders-api-${environment}`],
  ...['--values', `${chart}/values-${short[environment]}.yaml`],
];
const template = (helm: string | undefined, environment: string) =>
  [
    helm ?? '',
    ['template', 'orders-api', chart, ...withValues(environment)],
  ] as const;

const apps = [
  ['fastapi', 'sealed-secrets', []],
  ['fastapi', 'sealed-secrets', ['dev', 'prod']],
  ['fastapi', 'aws-ssm', []],
  ['chatbot', 'sealed-secrets', []],
  ['chatbot', 'sealed-secrets', ['dev', 'prod']],
  ['chatbot', 'aws-ssm', []],
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
            ['lint', '--strict', chart, ...withValues(environment)],
            { cwd },
          );
          const built = await runTool(...template(tools.helm, environment), {
            cwd,
          });
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
          const byHelm = await runTool(...template(tools.helm, environment), {
            cwd: charts,
          });
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
    built.replaceAll(/(orders-api(?:-[a-z]+)*-config)-[a-z0-9]{10}\b/g, '$1'),
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

const noise = /^(?:checksum\/.*|helm\.sh\/.*|namespace)$/;

function withoutNoise(value: unknown): unknown {
  if (Array.isArray(value)) {
    return value.map(withoutNoise);
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

function isEmpty(value: unknown): boolean {
  return (
    typeof value === 'object' &&
    value !== null &&
    Object.keys(value).length === 0
  );
}

describe('a change', () => {
  const chatbot = aPackagedApp({ starter: 'chatbot', packaging: 'helm' });
  const annotationsSchema = z.object({
    spec: z.object({
      template: z.object({
        metadata: z.object({ annotations: z.record(z.string()) }),
      }),
    }),
  });
  const checksums = (built: string) =>
    parseAllDocuments(built).flatMap(document => {
      const { data } = annotationsSchema.safeParse(document.toJS());
      const found = data?.spec.template.metadata.annotations ?? {};
      return Object.entries(found).filter(([key]) =>
        key.startsWith('checksum/'),
      );
    });

  itWith(
    { tools: ['helm'] },
    'of the configuration rolls the pods that use it',
    async tools => {
      const cwd = await folderOf(chatbot);
      const [helm, args] = template(tools.helm, 'dev');
      const before = checksums(await runTool(helm, args, { cwd }));
      const after = async (setting: string) =>
        checksums(
          await runTool(helm, [...args, '--set-string', setting], { cwd }),
        )
          .filter(
            ([key, value]) =>
              !before.some(([k, v]) => k === key && v === value),
          )
          .map(([key]) => key);

      expect(before.map(([key]) => key).sort()).toEqual([
        'checksum/config',
        'checksum/model',
      ]);
      expect(await after('config.LOG_LEVEL=warning')).toEqual([
        'checksum/config',
      ]);
      expect(await after('config.CHAT_MODEL=deepseek-coder:33b')).toEqual([
        'checksum/config',
        'checksum/model',
      ]);
    },
  );

  itWith(
    { tools: ['helm', 'yq'] },
    'of the tag by yq is one line, whatever the tag looks like',
    async tools => {
      const cwd = await folderOf(chatbot);
      const file = path.join(cwd, chart, 'values-stage.yaml');
      const before = (await readFile(file, 'utf8')).split('\n');
      // The last three would be numbers.
      for (const tag of ['0a1b2c3d', '12345678', '01234567', '12345e67']) {
        await runTool(
          tools.yq ?? '',
          ['-i', '.image.tag = strenv(TAG)', file],
          {
            env: { TAG: tag },
          },
        );
        const after = (await readFile(file, 'utf8')).split('\n');
        const built = await runTool(...template(tools.helm, 'staging'), {
          cwd,
        });

        expect(after).toHaveLength(before.length);
        expect(after.filter((line, index) => line !== before[index])).toEqual([
          expect.stringMatching(new RegExp(`^  tag: "?${tag}"?$`)),
        ]);
        // The service and its migration.
        expect(
          built.match(new RegExp(`orders-api:${tag}$`, 'gm')),
        ).toHaveLength(2);
      }
    },
  );
});

describe('the schema of the values', () => {
  itWith(
    { tools: ['helm'] },
    'refuses a chart without an environment',
    async tools => {
      const cwd = await folderOf(aPackagedApp({ packaging: 'helm' }));
      const run = await tryTool(tools.helm ?? '', ['template', chart], { cwd });

      expect(run.code).not.toBe(0);
      expect(run.output).toMatch(/missing propert.*'image'/);
    },
  );

  for (const [what, args, reason] of [
    [
      'a tag that is a number',
      ['--set', 'image.tag=12345678'],
      /image\/tag.*want string/,
    ],
    [
      'a tag in the repository',
      ['--set', 'image.repository=registry.example.com/shop/x:1'],
      /image\/repository/,
    ],
    [
      'a misspelt key',
      ['--set', 'replica=2'],
      /additional properties 'replica'/,
    ],
    [
      'a number of replicas that is none',
      ['--set-string', 'replicas=2'],
      /replicas.*want integer/,
    ],
    [
      'a setting that is a number',
      ['--set', 'config.POOL=1000000'],
      /config\/POOL.*want string/,
    ],
    [
      'a setting that is no environment variable',
      ['--set-string', 'config.log-level=debug'],
      /log-level/,
    ],
    [
      'memory without a unit that exists',
      ['--set', 'resources.limits.memory=1Gb'],
      /limits\/memory/,
    ],
  ] as const) {
    itWith({ tools: ['helm'] }, `refuses ${what}`, async tools => {
      const cwd = await folderOf(aPackagedApp({ packaging: 'helm' }));
      const [helm, base] = template(tools.helm, 'dev');
      const run = await tryTool(helm, [...base, ...args], { cwd });

      expect(run.code).not.toBe(0);
      expect(run.output).toMatch(reason);
    });
  }
});
