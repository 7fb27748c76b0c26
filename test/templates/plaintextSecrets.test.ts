import { mkdir, mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { readTemplateFolder, templatesRoot } from './templateFolder';
import { itWith } from './tools/itWith';
import { tryTool } from './tools/runTool';

let root: string;
let script: string;

beforeAll(async () => {
  root = await mkdtemp(path.join(tmpdir(), 'secrets-'));
  const shared = await readTemplateFolder(
    path.join(templatesRoot, 'python-gitops-app/skeletons/ci/shared'),
  );
  const file = shared.find(each => each.path.endsWith('plaintext-secrets.sh'));
  script = path.join(root, 'check.sh');
  await writeFile(script, Buffer.from(file?.base64Content ?? '', 'base64'));
});
afterAll(() => rm(root, { recursive: true, force: true }));

/** What the check says of one file in an app's folder. */
async function check(file: string, text: string) {
  const app = await mkdtemp(path.join(root, 'app-'));
  await mkdir(path.dirname(path.join(app, file)), { recursive: true });
  await writeFile(path.join(app, file), text);
  return tryTool('sh', [script], { cwd: app });
}

describe("an app's check of secrets", () => {
  for (const [what, file, text] of [
    ['a Secret', 'k8s/base/a.yaml', 'apiVersion: v1\nkind: Secret\n'],
    ['one in a chart', 'charts/a/templates/a.yaml', 'kind: Secret\n'],
    ['one with a comment and quotes', 'k8s/a.yaml', 'kind: "Secret" # now\n'],
    ['one that ends in CRLF', 'k8s/a.yml', 'kind: Secret\r\ndata: {}\r\n'],
    [
      'one in a list',
      'k8s/a.yaml',
      'items:\n- apiVersion: v1\n  kind: Secret\n',
    ],
    ['one in JSON', 'k8s/a.json', '{\n  "kind": "Secret",\n  "data": {}\n}\n'],
    [
      'one in a line',
      'k8s/a.json',
      '{"apiVersion":"v1","kind":"Secret","x":1}',
    ],
    ['one that kustomize would make', 'k8s/a.yaml', 'secretGenerator:\n- {}\n'],
  ] as const) {
    itWith({ tools: ['sh'] }, `refuses ${what}`, async () => {
      const { code, output } = await check(file, text);

      expect(code).toBe(1);
      expect(output).toContain(`${file}:`);
      expect(output).toContain('docs/secrets.md');
    });
  }

  for (const [what, file, text] of [
    ['a SealedSecret', 'k8s/a.yaml', 'kind: SealedSecret\n'],
    ['an ExternalSecret', 'k8s/a.yaml', 'kind: ExternalSecret\n'],
    ['a pod that reads one', 'k8s/a.yaml', 'envFrom: [{secretRef: {name: a}}]'],
    ['a word in a comment', 'k8s/a.yaml', '# kind: Secret\nkind: ConfigMap\n'],
    ['what Argo CD does not apply', 'docs/a.yaml', 'kind: Secret\n'],
  ] as const) {
    itWith({ tools: ['sh'] }, `lets ${what} pass`, async () => {
      expect(await check(file, text)).toMatchObject({ code: 0, output: '' });
    });
  }
});
