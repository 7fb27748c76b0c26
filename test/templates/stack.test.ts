import path from 'node:path';
import { z } from 'zod';
import { aStack, stackKeys, type StackKey } from './aStack';
import { stopScaffolder } from './startScaffolder';
import { readTemplateFolder, templatesRoot } from './templateFolder';
import { unrendered } from './unrendered';
import { yamlFile, yamlFiles } from './yamlFiles';

afterAll(stopScaffolder);

const name = 'shop';
const environments = ['dev', 'prod'];
const subsets: readonly (readonly StackKey[])[] = [
  stackKeys,
  ['fastapi'],
  ['streamlit'],
  ['mlflow'],
  ['kafka'],
  ['fastapi', 'streamlit'],
  ['streamlit', 'mlflow'],
  ['mlflow', 'kafka'],
];

const overlaySchema = z.object({
  images: z.array(
    z.object({ name: z.string(), newName: z.string(), newTag: z.string() }),
  ),
  replicas: z.array(z.object({ name: z.string(), count: z.number() })),
});

const baseSchema = z.object({
  resources: z.array(z.string()),
  components: z.array(z.string()).default([]),
  configMapGenerator: z.array(z.object({ literals: z.array(z.string()) })),
});

const composeSchema = z.object({
  services: z.record(
    z
      .object({
        ports: z.array(z.string()).default([]),
        environment: z
          .record(z.union([z.string(), z.number()]).transform(String))
          .default({}),
      })
      .passthrough(),
  ),
});

describe.each(subsets.map(keys => [keys.join(' and '), keys] as const))(
  'a stack of %s',
  (_, keys) => {
    let files: ReadonlyMap<string, string>;
    const missing = stackKeys.filter(key => !keys.includes(key));

    beforeAll(async () => {
      files = await aStack({ name, keys, environments });
    });

    it('leaves nothing unrendered and nothing to fill in', () => {
      expect(unrendered(files)).toEqual([]);
      expect(
        [...files].filter(([, text]) => text.startsWith('\n')).map(([f]) => f),
      ).toEqual([]);
    });

    it('has a Python project for each service and for no other', () => {
      const projects = [...files.keys()].flatMap(
        file => /^services\/([^/]+)\/pyproject\.toml$/.exec(file)?.[1] ?? [],
      );

      expect(projects.sort()).toEqual([...keys].sort());
      for (const key of keys) {
        expect([...files.keys()]).toEqual(
          expect.arrayContaining(
            [
              'Dockerfile',
              'Makefile',
              'requirements.lock',
              'test/integration_test.py',
              `src/${key}_service/app.py`,
              `src/${key}_service/metrics.py`,
            ].map(file => `services/${key}/${file}`),
          ),
        );
      }
    });

    it('speaks in its manifests of chosen services only', () => {
      const manifests = [...files].filter(([file]) => file.startsWith('k8s/'));
      const said = manifests.map(([file, text]) => `${file}\n${text}`).join();

      for (const key of missing) {
        expect(said).not.toMatch(new RegExp(`${key}|${key.toUpperCase()}_URL`));
      }
      expect(said.includes('broker')).toBe(keys.includes('kafka'));
    });

    it('has every folder and file that Kustomize is told to read', () => {
      const { resources, components } = baseSchema.parse(
        yamlFile(files, 'k8s/base/kustomization.yaml'),
      );

      const wanted = [...resources, ...components].flatMap(each =>
        each.endsWith('.yaml')
          ? [each]
          : z
              .object({ resources: z.array(z.string()) })
              .parse(yamlFile(files, `k8s/base/${each}/kustomization.yaml`))
              .resources.map(file => `${each}/${file}`),
      );

      expect([...files.keys()]).toEqual(
        expect.arrayContaining(wanted.map(file => `k8s/base/${file}`)),
      );
    });

    it('says in one place which image each service runs in an environment', () => {
      for (const environment of environments) {
        const { images, replicas } = overlaySchema.parse(
          yamlFile(files, `k8s/overlays/${environment}/kustomization.yaml`),
        );

        expect(images).toEqual(
          keys.map(key => ({
            name: `${name}-${key}`,
            newName: `gitlab.example.com/demo/${name}/${key}`,
            newTag: 'unreleased',
          })),
        );
        expect(replicas).toEqual(
          keys.map(key => ({
            name: `${name}-${key}`,
            // SQLite has one writer.
            count: environment === 'dev' || key === 'mlflow' ? 1 : 3,
          })),
        );
      }
      const own = [...files]
        .filter(([file]) => file.startsWith('k8s/base'))
        .flatMap(([, text]) => [...text.matchAll(/image: (\S+)$/gm)])
        .map(match => match[1])
        .filter(image => image?.startsWith(name));
      expect(new Set(own)).toEqual(new Set(keys.map(key => `${name}-${key}`)));
    });

    it('lets the services know where the chosen ones are', () => {
      const [config] = baseSchema.parse(
        yamlFile(files, 'k8s/base/kustomization.yaml'),
      ).configMapGenerator;
      const addresses = {
        fastapi: [`FASTAPI_URL=http://${name}-fastapi`],
        streamlit: [],
        mlflow: [`MLFLOW_TRACKING_URI=http://${name}-mlflow`],
        kafka: [
          `EVENTS_URL=http://${name}-kafka`,
          `KAFKA_BOOTSTRAP_SERVERS=${name}-broker:9092`,
        ],
      };

      expect([...(config?.literals ?? [])].sort()).toEqual(
        [
          ...keys.flatMap<string>(key => addresses[key]),
          `STACK=${name}`,
        ].sort(),
      );
    });

    it('runs on one computer, each service on a port of its own', () => {
      const { include } = z
        .object({
          include: z.array(
            z.object({
              path: z
                .union([z.string(), z.array(z.string())])
                .transform(paths => [paths].flat()),
            }),
          ),
        })
        .parse(yamlFile(files, 'compose.yaml'));
      const composed = include
        .flatMap(({ path: paths }) => paths)
        .map(file => composeSchema.parse(yamlFile(files, file)).services);
      const ports = composed
        .flatMap(services => Object.values(services))
        .flatMap(service => service.ports)
        .map(port => port.split(':').slice(0, 2).join(':'));
      const names = new Set(composed.flatMap(Object.keys));
      const hosts = composed
        .flatMap(services => Object.values(services))
        .flatMap(({ environment }) => Object.values(environment))
        .flatMap(value => /^http:\/\/([^:]+):/.exec(value)?.[1] ?? []);

      expect(include).toHaveLength(keys.length);
      expect(new Set(ports).size).toBe(keys.length);
      expect([...names]).toEqual(expect.arrayContaining(hosts));
    });

    it('gives valid YAML', () => {
      expect(yamlFiles(files).size).toBeGreaterThan(10);
    });
  },
);

it.each(stackKeys)('%s is made of parts that share no file', async key => {
  const skeletons = path.join(templatesRoot, 'python-gitops-app/skeletons');
  const starter = key === 'fastapi' ? 'fastapi' : `stack-${key}`;
  const parts = ['python', 'asgi', `starters/${starter}`];
  const files = await Promise.all(
    parts.map(part => readTemplateFolder(path.join(skeletons, part))),
  );
  const paths = files.flat().map(file => file.path);

  expect(paths.filter((file, index) => paths.indexOf(file) < index)).toEqual(
    [],
  );
});

it('installs no dependency under its own name', async () => {
  // Kafka's client is called confluent-kafka.
  const files = await aStack({ name: 'confluent', keys: stackKeys });

  for (const key of stackKeys) {
    const locked = files.get(`services/${key}/requirements.lock`) ?? '';
    const [, project] =
      /^name = "(.*)"$/m.exec(
        files.get(`services/${key}/pyproject.toml`) ?? '',
      ) ?? [];
    expect(project).toBe(`${key}-service`);
    expect(locked).not.toMatch(new RegExp(`^${project}==`, 'm'));
  }
});
