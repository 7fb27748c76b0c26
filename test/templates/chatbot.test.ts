import { z } from 'zod';
import { anInput, type TemplateValues } from './anInput';
import { renderTemplate } from './renderTemplate';
import { stopScaffolder } from './startScaffolder';
import { unrendered } from './unrendered';
import { yamlFile, yamlFiles } from './yamlFiles';

afterAll(stopScaffolder);

const combinations: readonly [string, Partial<TemplateValues>][] = [
  ['all defaults', {}],
  ['development only', { environments: ['dev'] }],
  ['the longest name', { name: `a${'-b'.repeat(19)}c` }],
  ['a registry of its own', { imageRepository: 'registry.example.com/team/x' }],
];

const environmentSchema = z.array(
  z
    .object({
      name: z.string(),
      value: z.string().optional(),
      valueFrom: z
        .object({
          configMapKeyRef: z
            .object({ name: z.string(), key: z.string() })
            .strict()
            .optional(),
          secretKeyRef: z
            .object({ name: z.string(), key: z.string() })
            .strict()
            .optional(),
        })
        .strict()
        .optional(),
    })
    .strict(),
);

const workloadSchema = z.object({
  kind: z.enum(['Deployment', 'StatefulSet', 'Job']),
  metadata: z.object({ annotations: z.record(z.string()).default({}) }),
  spec: z.object({
    template: z.object({
      spec: z.object({
        initContainers: z.array(z.unknown()).default([]),
        containers: z.array(
          z
            .object({
              image: z.string().optional(),
              env: environmentSchema.default([]),
            })
            .passthrough(),
        ),
      }),
    }),
  }),
});

describe.each(combinations)('a chatbot with %s', (_, over) => {
  const input = anInput({ starter: 'chatbot', ...over });
  const { name } = input;
  let files: ReadonlyMap<string, string>;

  beforeAll(async () => {
    files = await renderTemplate(input);
  });

  const workloads = () =>
    [...yamlFiles(files)].flatMap(([file, documents]) =>
      documents.flatMap(document => {
        const { success, data } = workloadSchema.safeParse(document);
        return success && file.startsWith('k8s/chatbot/') ? [data] : [];
      }),
    );
  const references = (kind: 'configMapKeyRef' | 'secretKeyRef') =>
    workloads()
      .flatMap(workload => workload.spec.template.spec.containers)
      .flatMap(container => container.env)
      .flatMap(({ valueFrom }) => valueFrom?.[kind] ?? []);

  it('leaves nothing unrendered and nothing to fill in', () => {
    expect(unrendered(files)).toEqual([]);
  });

  it('has its database, its model and its migration', () => {
    expect(
      workloads()
        .map(({ kind }) => kind)
        .sort(),
    ).toEqual(['Deployment', 'Job', 'StatefulSet', 'StatefulSet']);
  });

  it('reads each secret from the Secret that the wizard seals', () => {
    const secrets = references('secretKeyRef');

    expect(new Set(secrets.map(secret => secret.name))).toEqual(
      new Set([`${name}-secrets`]),
    );
    expect([...new Set(secrets.map(secret => secret.key))].sort()).toEqual([
      'API_KEYS',
      'DATABASE_PASSWORD',
    ]);
  });

  it('reads its configuration by name and key from what is generated', () => {
    const { configMapGenerator } = z
      .object({
        configMapGenerator: z.array(
          z.object({ name: z.string(), literals: z.array(z.string()) }),
        ),
      })
      .parse(yamlFile(files, 'k8s/chatbot/kustomization.yaml'));
    const known = [
      'CHAT_MODEL',
      ...(configMapGenerator[0]?.literals ?? []).map(
        literal => literal.split('=')[0],
      ),
    ];

    expect(references('configMapKeyRef').length).toBeGreaterThan(0);
    for (const reference of references('configMapKeyRef')) {
      expect(reference.name).toBe(`${name}-config`);
      expect(known).toContain(reference.key);
    }
  });

  it('has no secret in plain text', () => {
    const manifests = [...files].filter(([file]) => file.startsWith('k8s/'));

    expect(
      manifests.filter(([, text]) => /^kind: Secret$/m.test(text)),
    ).toEqual([]);
    const plain = workloads()
      .flatMap(workload => workload.spec.template.spec.containers)
      .flatMap(container => container.env)
      .filter(
        ({ name: variable, value }) =>
          /PASSWORD|KEYS|TOKEN/.test(variable) && value !== undefined,
      );
    expect(plain).toEqual([]);
  });

  it('migrates with the image of the service, by a Job that each sync replaces', () => {
    const migration = workloads().find(({ kind }) => kind === 'Job');

    expect(migration?.spec.template.spec.containers[0]?.image).toBe(name);
    expect(migration?.metadata.annotations).toEqual({
      'argocd.argoproj.io/sync-options': 'Force=true,Replace=true',
    });
  });

  it('has nothing that a sync waits for, which would keep the next release waiting', () => {
    const waiting = [...files].filter(
      ([file, text]) =>
        file.startsWith('k8s/') &&
        /argocd\.argoproj\.io\/(?:hook|sync-wave)/.test(text),
    );

    expect(waiting.map(([file]) => file)).toEqual([]);
  });

  it('is scaled by its autoscaler alone, from its overlay', () => {
    for (const environment of input.environments) {
      const overlay = yamlFile(
        files,
        `k8s/overlays/${environment}/kustomization.yaml`,
      );
      expect(overlay).toMatchObject({ resources: ['../../chatbot'] });
      expect(overlay).not.toHaveProperty('replicas');
    }
  });

  it('tests in its pipeline against a database', () => {
    expect(yamlFile(files, 'ci/20-tests.yml')).toMatchObject({
      'unit-tests': {
        services: [{ alias: 'postgres' }],
        variables: { DATABASE_URL: expect.stringContaining('@postgres:5432/') },
      },
    });
  });
});

it('leaves no trace in another starter', async () => {
  const files = await renderTemplate(anInput());

  const traces = [...files].filter(([file, text]) =>
    /chatbot|postgres|ollama|flask/i.test(`${file}\n${text}`),
  );
  expect(traces.map(([file]) => file)).toEqual([]);
});
