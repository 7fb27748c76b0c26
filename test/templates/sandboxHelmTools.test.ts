import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { parseAllDocuments } from 'yaml';
import { z } from 'zod';
import { startRunningSandbox, type RunningSandbox } from './aSandbox';
import { aPackagedApp, renderPackaging, short } from './packagedApp';
import { stopScaffolder } from './startScaffolder';
import { chartTemplate } from './tools/helmArgs';
import { itWith } from './tools/itWith';
import { runTool } from './tools/runTool';
import { writeFiles } from './writeFiles';

jest.setTimeout(60_000);

let sandbox: RunningSandbox;
let root: string;
beforeAll(async () => {
  sandbox = await startRunningSandbox();
  root = await mkdtemp(path.join(tmpdir(), 'charts-'));
});
afterAll(async () => {
  await stopScaffolder();
  await sandbox.stop();
  await rm(root, { recursive: true, force: true });
});

const apps = [
  ['fastapi', 'sealed-secrets', ['dev', 'prod']],
  ['fastapi', 'aws-ssm', []],
  ['chatbot', 'sealed-secrets', ['dev']],
  ['chatbot', 'aws-ssm', []],
  ['stack', 'sealed-secrets', ['staging']],
  ['stack', 'aws-ssm', []],
] as const;

const manifestsSchema = z.object({
  manifests: z.array(z.string()),
  sourceType: z.literal('Helm'),
});
const objectSchema = z
  .object({
    kind: z.string(),
    metadata: z
      .object({
        name: z.string(),
        namespace: z.string().optional(),
        annotations: z.record(z.string()).optional(),
      })
      .passthrough(),
  })
  .passthrough();

describe.each(apps)(
  'the chart of %s with %s in %j',
  (starter, secretStore, sealed) => {
    itWith(
      { tools: ['helm'] },
      'asks the sandbox for exactly what Helm gives',
      async tools => {
        const app = aPackagedApp({
          starter,
          secretStore,
          sealed,
          packaging: 'helm',
        });
        const files = await renderPackaging(app);
        const cwd = await writeFiles(files, root);
        const repository = `demo/${starter}-${secretStore}`;
        const repoURL = await sandbox.addRepository(repository, files);
        for (const environment of app.environments) {
          const name = `${starter}-${secretStore}-${environment}`;
          const namespace = `${app.name}-${environment}`;
          await sandbox.argocd('POST', '/applications', {
            metadata: { name },
            spec: {
              project: 'default',
              source: {
                repoURL,
                path: `charts/${app.name}`,
                targetRevision: 'main',
                helm: {
                  releaseName: app.name,
                  valueFiles: [`values-${short[environment]}.yaml`],
                },
              },
              destination: { name: 'in-cluster', namespace },
            },
          });
          const { manifests } = manifestsSchema.parse(
            await sandbox.argocd('GET', `/applications/${name}/manifests`),
          );
          const built = await runTool(
            tools.helm ?? '',
            chartTemplate(environment),
            { cwd },
          );
          const expected = parseAllDocuments(built)
            .map(document => document.toJS() as unknown)
            .filter(value => value !== null);
          expect(
            comparable(
              manifests.map(text => JSON.parse(text)),
              namespace,
            ),
          ).toEqual(comparable(expected, namespace));
        }
      },
    );
  },
);

/** By kind and name, in its namespace, without what Argo CD adds. */
function comparable(objects: readonly unknown[], namespace: string) {
  return Object.fromEntries(
    objects.map(value => {
      const object = objectSchema.parse(value);
      const { metadata } = object;
      const annotations = Object.entries(metadata.annotations ?? {}).filter(
        ([key]) => key !== 'argocd.argoproj.io/tracking-id',
      );
      return [
        `${object.kind} ${metadata.name}`,
        {
          ...object,
          metadata: {
            ...metadata,
            namespace: metadata.namespace ?? namespace,
            annotations: Object.fromEntries(annotations),
          },
        },
      ];
    }),
  );
}
