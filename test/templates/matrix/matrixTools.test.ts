import { mkdir, mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { parseAllDocuments } from 'yaml';
import { z } from 'zod';
import { aPlatformInput } from '../aPlatformInput';
import { renderTemplate } from '../renderTemplate';
import { aSealingKeyPair, type SealingKeyPair } from '../sealedFor';
import { stopScaffolder } from '../startScaffolder';
import { git } from '../tools/aRepository';
import { ciScripts } from '../tools/ciScripts';
import { itWith } from '../tools/itWith';
import { schemaNeeds, validate } from '../tools/kubernetesSchemas';
import { runTool } from '../tools/runTool';
import { combinations, inputOf } from './aCombination';

const podSchema = z.object({
  spec: z.object({
    template: z.object({
      spec: z.object({
        containers: z.array(z.object({ image: z.string() })),
      }),
    }),
  }),
});

let keys: SealingKeyPair;
let scratch: string;
const platforms = new Map<string, ReadonlyMap<string, string>>();

/** The platform repository that a generated folder is proposed to. */
async function platformFor(ci: string) {
  const known = platforms.get(ci);
  const files =
    known ?? (await renderTemplate(aPlatformInput({ ci }), 'gitops-platform'));
  platforms.set(ci, files);
  return files;
}

beforeAll(async () => {
  keys = await aSealingKeyPair();
  scratch = await mkdtemp(path.join(tmpdir(), 'matrix-'));
});
afterAll(async () => {
  await stopScaffolder();
  await rm(scratch, { recursive: true, force: true });
});

describe.each(combinations)('$title', ({ choice, title }) => {
  const inPlatform = choice.layout === 'platform';
  const root = inPlatform ? 'apps/orders-api' : '.';
  let files: ReadonlyMap<string, string>;
  let folder: string;

  beforeAll(async () => {
    const own = await renderTemplate(await inputOf(choice, keys.publicKey));
    files = inPlatform
      ? new Map([...(await platformFor(choice.ci)), ...own])
      : own;
    folder = path.join(scratch, title.replaceAll(/[^a-z0-9]+/gi, '-'));
    for (const [file, text] of files) {
      const target = path.join(folder, file);
      await mkdir(path.dirname(target), { recursive: true });
      await writeFile(target, text);
    }
    // gitlab-ci-local and actionlint look for a repository.
    await git(folder, 'init', '--quiet');
    await git(folder, 'add', '--all');
    await git(folder, 'commit', '--quiet', '--message', 'feat: create');
    await git(
      folder,
      ...['remote', 'add', 'origin'],
      'https://gitlab.example.com/demo/orders-api.git',
    );
  });

  const build = async (
    tools: Readonly<Record<string, string>>,
    environment: string,
  ) => {
    const cwd = path.join(folder, root);
    if (choice.packaging === 'kustomize') {
      return runTool(
        tools.kustomize ?? '',
        ['build', `k8s/overlays/${environment}`],
        { cwd },
      );
    }
    const short = environment === 'staging' ? 'stage' : environment;
    return runTool(
      tools.helm ?? '',
      [
        ...['template', 'orders-api', 'charts/orders-api'],
        ...['--namespace', `orders-api-${environment}`],
        ...['--values', `charts/orders-api/values-${short}.yaml`],
      ],
      { cwd },
    );
  };

  itWith(
    schemaNeeds(choice.packaging === 'helm' ? 'helm' : 'kustomize'),
    'has manifests that build and are valid by all schemas, with every image by a tag',
    async tools => {
      for (const environment of choice.environments.split('+')) {
        const built = await build(tools, environment);
        await validate(tools.kubeconform, { input: built });
        const images = parseAllDocuments(built).flatMap(document => {
          const pods = podSchema.safeParse(document.toJS());
          return pods.success
            ? pods.data.spec.template.spec.containers.map(({ image }) => image)
            : [];
        });
        expect(images).not.toEqual([]);
        expect(images.filter(image => !/:[\w][\w.-]*$/.test(image))).toEqual(
          [],
        );
      }
    },
  );

  if (choice.ci === 'gitlab') {
    itWith(
      { tools: ['gitlab-ci-local', 'git'] },
      "has a pipeline that is valid by GitLab's schema",
      async tools => {
        const preview = await runTool(
          tools['gitlab-ci-local'] ?? '',
          [
            ...['--evaluate-rule-changes=false', '--json-schema-validation'],
            '--preview',
          ],
          { cwd: folder },
        );
        expect(preview).toMatch(/release-/);
      },
    );

    itWith(
      { tools: ['shellcheck'] },
      'has scripts without a complaint of shellcheck',
      async tools => {
        const scripts = [
          ...[...ciScripts(files).values()].map(script => `set -e\n${script}`),
          ...[...files].flatMap(([file, text]) =>
            file.endsWith('.sh') ? [text] : [],
          ),
        ];
        expect(scripts.length).toBeGreaterThan(4);
        for (const input of scripts) {
          await runTool(tools.shellcheck ?? '', ['--shell=sh', '-'], { input });
        }
      },
    );
  } else {
    itWith(
      { tools: ['actionlint', 'shellcheck'] },
      'has workflows and scripts without a complaint of actionlint and shellcheck',
      async tools => {
        const workflows = [...files.keys()].filter(file =>
          file.startsWith('.github/workflows/'),
        );
        expect(workflows).not.toEqual([]);
        await runTool(
          tools.actionlint ?? '',
          ['-no-color', '-shellcheck', tools.shellcheck ?? '', ...workflows],
          { cwd: folder },
        );
        for (const [file, input] of files) {
          if (file.endsWith('.sh')) {
            await runTool(tools.shellcheck ?? '', ['--shell=sh', '-'], {
              input,
            });
          }
        }
      },
    );
  }
});
