import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { parseAllDocuments } from 'yaml';
import { z } from 'zod';
import { renderPackaging } from './packagedApp';
import { skaffoldFile } from './skaffoldFile';
import { skaffoldVariants } from './skaffoldVariants';
import { stopScaffolder } from './startScaffolder';
import { toolsRoot } from './tools/findTool';
import { itWith } from './tools/itWith';
import { runTool } from './tools/runTool';
import { writeFiles } from './writeFiles';

let root: string;

beforeAll(async () => {
  root = await mkdtemp(path.join(tmpdir(), 'skaffold-'));
});
afterAll(async () => {
  await stopScaffolder();
  await rm(root, { recursive: true, force: true });
});

describe.each(skaffoldVariants)('$title', ({ app }) => {
  const { packaging, secretStore } = app;
  let files: ReadonlyMap<string, string>;

  beforeAll(async () => {
    files = await renderPackaging(app);
  });

  itWith(
    { tools: ['shellcheck'] },
    'prepares the cluster by a script without a complaint of shellcheck',
    async tools => {
      for (const { hooks } of Object.values(skaffoldFile(files).deploy)) {
        for (const { host } of hooks.before) {
          await runTool(tools.shellcheck ?? '', ['--shell=sh', '-'], {
            input: host.command[2],
          });
        }
      }
    },
  );

  itWith(
    { tools: ['skaffold', 'helm', 'kustomize', 'kubectl'] },
    'is a file that Skaffold takes, for development without what only the environment can read',
    async tools => {
      const cwd = await writeFiles(files, root);
      const built = skaffoldFile(files).build.artifacts.map(
        ({ image }) => `${image}:built`,
      );
      const objects = await rendered(tools, cwd, [
        ...built.flatMap(image => ['--images', image]),
        ...['--digest-source', 'tag'],
      ]);
      const kinds = objects.map(({ kind }) => kind);

      expect(kinds).toContain('Deployment');
      expect(kinds).not.toContain('SealedSecret');
      expect(kinds).not.toContain('ExternalSecret');
      expect(configOf(objects)).toMatchObject({
        ENVIRONMENT: 'local',
        LOG_LEVEL: 'info',
      });
      expect(new Set(imagesOf(objects))).toEqual(new Set(built));
      if (packaging === 'kustomize') {
        expect(
          new Set(objects.map(({ metadata }) => metadata.namespace)),
        ).toEqual(new Set(['orders-api-local']));
      }
    },
  );

  itWith(
    { tools: ['skaffold', 'helm', 'kustomize', 'kubectl'] },
    'has a profile that renders what Git asks for in the first environment, without building',
    async tools => {
      const cwd = await writeFiles(files, root);
      const objects = await rendered(tools, cwd, ['--profile', 'render']);

      expect(objects.map(({ kind }) => kind)).toContain(
        secretStore === 'aws-ssm' ? 'ExternalSecret' : 'SealedSecret',
      );
      expect(configOf(objects)).toMatchObject({ ENVIRONMENT: 'staging' });
      expect(new Set(imagesOf(objects))).toEqual(
        new Set(
          skaffoldFile(files).build.artifacts.map(
            ({ image }) => `${image}:unreleased`,
          ),
        ),
      );
    },
  );
});

function configOf(objects: Awaited<ReturnType<typeof rendered>>) {
  return objects.find(
    ({ kind, metadata }) =>
      kind === 'ConfigMap' && metadata.name.includes('-config'),
  )?.data;
}

/** Images of the app's own: of the service, and of the chatbot's migration. */
function imagesOf(objects: readonly unknown[]): readonly string[] {
  return JSON.stringify(objects).match(/registry\.example\.com[^"]*/g) ?? [];
}

const objectSchema = z
  .object({
    kind: z.string(),
    metadata: z.object({ name: z.string(), namespace: z.string().optional() }),
    data: z.record(z.string()).optional(),
  })
  .passthrough();

async function rendered(
  tools: Readonly<Record<string, string>>,
  cwd: string,
  args: readonly string[],
) {
  const output = await runTool(
    tools.skaffold ?? '',
    ['render', '--offline', '--interactive=false', ...args],
    {
      cwd,
      env: {
        // It keeps settings there, and would ask the network for news.
        HOME: root,
        KUBECONFIG: '/dev/null',
        PATH: [path.join(toolsRoot, 'bin'), process.env.PATH].join(
          path.delimiter,
        ),
        SKAFFOLD_UPDATE_CHECK: 'false',
      },
    },
  );
  return parseAllDocuments(output).flatMap(document => {
    const object = objectSchema.safeParse(document.toJS());
    return object.success ? [object.data] : [];
  });
}
