import { mkdir, mkdtemp, readFile, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { parseAllDocuments } from 'yaml';
import { z } from 'zod';
import { aPlatformInput } from './aPlatformInput';
import { renderToFolder } from './renderTemplate';
import { stopScaffolder } from './startScaffolder';
import { git } from './tools/aRepository';
import { ciScripts } from './tools/ciScripts';
import { toolsRoot } from './tools/findTool';
import { itWith } from './tools/itWith';
import { schemaNeeds, validate } from './tools/kubernetesSchemas';
import { runTool, tryTool } from './tools/runTool';

let root: string;
let folder: string;
let files: ReadonlyMap<string, string>;

beforeAll(async () => {
  root = await mkdtemp(path.join(tmpdir(), 'platform-'));
  folder = path.join(root, 'platform');
  files = await renderToFolder(aPlatformInput(), folder, 'gitops-platform');
});
afterAll(async () => {
  await stopScaffolder();
  await rm(root, { recursive: true, force: true });
});

/** The repository's own scripts call tools by name. */
const withTools = {
  PATH: [path.join(toolsRoot, 'bin'), process.env.PATH].join(path.delimiter),
};
const runScript = (name: string, ...args: readonly string[]) =>
  tryTool('sh', [`checks/${name}.sh`, ...args], {
    cwd: folder,
    env: withTools,
  });

const objectSchema = z.object({
  kind: z.string(),
  metadata: z.object({ name: z.string() }).passthrough(),
  spec: z.record(z.unknown()).optional(),
});
const podsSchema = z.object({
  template: z.object({
    spec: z.object({
      securityContext: z.object({ runAsNonRoot: z.literal(true) }),
      containers: z.array(
        z.object({
          image: z.string(),
          resources: z.object({ limits: z.record(z.string()) }),
          securityContext: z.object({
            readOnlyRootFilesystem: z.literal(true),
            allowPrivilegeEscalation: z.literal(false),
          }),
        }),
      ),
    }),
  }),
});
const built = async (name: string) =>
  parseAllDocuments(
    await readFile(path.join(folder, 'built', name), 'utf8'),
  ).map(document => objectSchema.parse(document.toJS()));

describe('the manifests', () => {
  itWith(
    { tools: ['kustomize', 'make'] },
    'are built and pass the checks by make',
    async () => {
      const output = await runTool('make', ['check'], {
        cwd: folder,
        env: withTools,
      });

      expect(output.trim().split('\n')).toEqual([
        'bootstrap',
        ...['dev', 'prod', 'staging'].map(
          one => `observability/overlays/${one}`,
        ),
        ...['dev', 'prod', 'staging'].map(
          one => `apps/example/k8s/overlays/${one}`,
        ),
      ]);
    },
  );

  itWith(
    schemaNeeds('kustomize'),
    'are valid by the schemas of Kubernetes and Argo CD',
    async tools => {
      await runScript('build');
      await validate(tools.kubeconform, { files: ['built'], cwd: folder });
    },
  );

  itWith(
    { tools: ['kustomize'] },
    'run pinned images without root, and within limits',
    async () => {
      await runScript('build');
      const workloads = await Promise.all(
        [
          'observability.overlays.prod.yaml',
          'apps.example.k8s.overlays.prod.yaml',
        ].map(built),
      );
      const containers = workloads
        .flat()
        .filter(({ kind }) => ['Deployment', 'StatefulSet'].includes(kind))
        .flatMap(({ spec }) => podsSchema.parse(spec).template.spec.containers);

      expect(containers.map(({ image }) => image).sort()).toEqual([
        expect.stringMatching(/^docker\.io\/grafana\/grafana:\d+\.\d+\.\d+$/),
        expect.stringMatching(/^docker\.io\/prom\/prometheus:v\d+\.\d+\.\d+$/),
        expect.stringMatching(
          /^ghcr\.io\/stefanprodan\/podinfo:\d+\.\d+\.\d+$/,
        ),
      ]);
      expect(
        containers.map(({ resources }) => resources.limits.memory),
      ).not.toContain(undefined);
    },
  );

  itWith(
    { tools: ['kustomize'] },
    'keep what differs between the environments apart',
    async () => {
      await runScript('build');
      const sizes = await Promise.all(
        ['dev', 'staging', 'prod'].map(async environment => {
          const objects = await built(
            `apps.example.k8s.overlays.${environment}.yaml`,
          );
          return objects.find(({ kind }) => kind === 'Deployment')?.spec
            ?.replicas;
        }),
      );

      expect(sizes).toEqual([1, 2, 3]);
    },
  );
});

describe('the check of namespaces', () => {
  itWith(
    { tools: ['kustomize'] },
    'refuses an app that leaves its own',
    async () => {
      const overlay = path.join(folder, 'apps/stray/k8s/overlays/dev');
      await mkdir(overlay, { recursive: true });
      await writeFile(
        path.join(overlay, 'kustomization.yaml'),
        'resources: [all.yaml]\n',
      );
      await writeFile(
        path.join(overlay, 'all.yaml'),
        [
          'apiVersion: v1\nkind: ConfigMap\nmetadata: {name: fine, namespace: stray-dev}',
          'apiVersion: v1\nkind: ConfigMap\nmetadata: {name: guest, namespace: example-dev}',
          'apiVersion: v1\nkind: Namespace\nmetadata: {name: mine}',
        ].join('\n---\n'),
      );
      await runScript('build');
      const { code, output } = await runScript('namespaces');
      await rm(path.join(folder, 'apps/stray'), { recursive: true });

      expect(code).toBe(1);
      expect(output).toMatch(/ConfigMap guest .*stray-dev, not example-dev/);
      expect(output).toMatch(/Namespace mine .*stray-dev, not to the cluster/);
      expect(output).not.toContain('fine');
    },
  );
});

describe('the check of secrets', () => {
  const cases: readonly [string, string, string][] = [
    [
      'a Secret',
      'a.yaml',
      'apiVersion: v1\nkind: Secret\nmetadata:\n  name: a\nstringData:\n  a: b\n',
    ],
    [
      'a Secret with a comment and quotes',
      'a.yaml',
      'kind: "Secret" # for now\nmetadata: {name: a}\n',
    ],
    ['one that ends in CRLF', 'a.yml', 'kind: Secret\r\ndata: {}\r\n'],
    ['the second document', 'a.yaml', 'kind: ConfigMap\n---\nkind: Secret\n'],
    [
      'one in a list',
      'a.yaml',
      'kind: List\nitems:\n- apiVersion: v1\n  kind: Secret\n  data: {a: Yg==}\n',
    ],
    [
      'one in JSON',
      'a.json',
      '{\n  "kind": "Secret",\n  "data": {"a": "Yg=="}\n}\n',
    ],
    [
      'one in a line',
      'a.json',
      '{"apiVersion":"v1","kind":"Secret","data":{"a":"Yg=="}}\n',
    ],
    [
      'a generator',
      'kustomization.yaml',
      'secretGenerator:\n- name: a\n  literals: [a=b]\n',
    ],
  ];
  it.each(cases)('refuses %s', async (_, file, text) => {
    const { code, output } = await check(file, text);

    expect(code).toBe(1);
    expect(output).toMatch(new RegExp(`${file}:\\d+: a Secret`));
  });

  it.each([
    [
      'a SealedSecret',
      'apiVersion: bitnami.com/v1alpha1\nkind: SealedSecret\nspec:\n  encryptedData: {a: AgBy}\n  template:\n    metadata: {name: a}\n',
    ],
    [
      'a project that names the kind',
      'kind: AppProject\nspec:\n  namespaceResourceBlacklist:\n  - group: ""\n    kind: Secret\n',
    ],
    [
      'a pod that reads one',
      'kind: Pod\nspec:\n  containers:\n  - envFrom: [{secretRef: {name: a}}]\n',
    ],
    ['a word in a comment', '# kind: Secret\nkind: ConfigMap\ndata: {a: b}\n'],
  ])('lets %s pass', async (_, text) => {
    expect(await check('a.yaml', text)).toMatchObject({ code: 0, output: '' });
  });

  async function check(file: string, text: string) {
    const target = await mkdtemp(path.join(root, 'planted-'));
    // In a folder of its own, and with the space that somebody always has in a path.
    await mkdir(path.join(target, 'a folder'));
    await writeFile(path.join(target, 'a folder', file), text);
    return runScript('no-plaintext-secrets', target);
  }
});

describe('the pipeline', () => {
  itWith(
    { tools: ['shellcheck'] },
    'has scripts without a complaint of shellcheck',
    async tools => {
      for (const script of ciScripts(files).values()) {
        await runTool(tools.shellcheck ?? '', ['--shell=sh', '-'], {
          input: `set -e\n${script}`,
        });
      }
      await runTool(
        tools.shellcheck ?? '',
        ['no-plaintext-secrets', 'build', 'namespaces'].map(
          name => `checks/${name}.sh`,
        ),
        { cwd: folder },
      );
    },
  );

  itWith(
    { tools: ['gitlab-ci-local', 'git'] },
    "is valid by GitLab's schema, and runs its jobs in order",
    async tools => {
      const clone = path.join(root, 'clone');
      await renderToFolder(aPlatformInput(), clone, 'gitops-platform');
      await git(clone, 'init', '--quiet');
      await git(clone, 'add', '--all');
      await git(clone, 'commit', '--quiet', '--message', 'feat: create');
      await git(
        clone,
        'remote',
        'add',
        'origin',
        'https://gitlab.example.com/demo/platform.git',
      );
      const list = await runTool(
        tools['gitlab-ci-local'] ?? '',
        ['--json-schema-validation', '--list-json'],
        { cwd: clone },
      );
      const jobs = z
        .array(z.object({ name: z.string(), stage: z.string() }))
        .parse(JSON.parse(list));

      expect(jobs.map(({ stage, name }) => `${stage}: ${name}`)).toEqual([
        'check: plaintext-secrets',
        'check: manifests',
        'schemas: schemas',
      ]);
    },
  );
});
