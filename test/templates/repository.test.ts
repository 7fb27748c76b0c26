import path from 'node:path';
import { z } from 'zod';
import { anInput, type TemplateValues } from './anInput';
import { renderTemplate } from './renderTemplate';
import { stopScaffolder } from './startScaffolder';
import { readTemplateFolder, templatesRoot } from './templateFolder';
import { unrendered } from './unrendered';
import { yamlFile, yamlFiles } from './yamlFiles';

afterAll(stopScaffolder);

const overlaySchema = z.object({
  namespace: z.string(),
  resources: z.array(z.string()),
  images: z.array(
    z.object({ name: z.string(), newName: z.string(), newTag: z.string() }),
  ),
  replicas: z.array(z.object({ name: z.string(), count: z.number() })),
});

const combinations: readonly [string, Partial<TemplateValues>][] = [
  ['all defaults', {}],
  ['development only', { environments: ['dev'] }],
  ['no staging', { environments: ['dev', 'prod'] }],
  ['a name of one word', { name: 'json' }],
  ['the longest name', { name: `a${'-b'.repeat(19)}c` }],
  ['a registry of its own', { registry: 'other' }],
  ['no description', { description: undefined }],
];

describe.each(combinations)('with %s', (_, over) => {
  const input = anInput(over);
  let files: ReadonlyMap<string, string>;

  beforeAll(async () => {
    files = await renderTemplate(input);
  });

  it('leaves nothing unrendered and nothing to fill in', () => {
    expect(unrendered(files)).toEqual([]);
  });

  it('gives valid YAML', () => {
    expect([...yamlFiles(files).keys()]).toContain('k8s/base/deployment.yaml');
  });

  it('gives an overlay for each chosen environment and no other', () => {
    const overlays = new Set(
      [...files.keys()].flatMap(
        file => /^k8s\/overlays\/([^/]+)\//.exec(file)?.[1] ?? [],
      ),
    );

    expect([...overlays].sort()).toEqual([...input.environments].sort());
  });

  it('says in one place only which image an environment runs', () => {
    const image =
      input.imageRepository ?? `gitlab.example.com/demo/${input.name}`;
    for (const environment of input.environments) {
      const overlay = overlaySchema.parse(
        yamlFile(files, `k8s/overlays/${environment}/kustomization.yaml`),
      );
      expect(overlay.namespace).toBe(`${input.name}-${environment}`);
      expect(overlay.images).toEqual([
        { name: input.name, newName: image, newTag: 'unreleased' },
      ]);
    }
    const manifests = [...files].filter(([file]) => file.startsWith('k8s/'));
    const images = manifests.flatMap(([, text]) =>
      [...text.matchAll(/^\s*(?:- )?image: (.*)$/gm)].map(match => match[1]),
    );
    expect(images).toEqual([input.name]);
    expect(manifests.join('\n').match(/unreleased/g)).toHaveLength(
      input.environments.length,
    );
  });

  it('releases to the chosen environments one after the other', () => {
    const jobs = z
      .record(z.object({ needs: z.array(z.string()).optional() }).passthrough())
      .parse(yamlFile(files, 'ci/40-release.yml'));
    const releases = Object.keys(jobs).filter(job => !job.startsWith('.'));

    expect(releases).toEqual(input.environments.map(env => `release-${env}`));
    expect(releases.map(job => jobs[job]?.needs)).toEqual([
      ['build-image'],
      ...releases.slice(0, -1).map(job => [job]),
    ]);
  });

  it('has no secret', () => {
    expect(
      [...files.keys()].filter(file => /secret.*\.yaml/.test(file)),
    ).toEqual([]);
    expect(files.get('k8s/overlays/dev/kustomization.yaml')).not.toContain(
      'secret',
    );
  });
});

it.each([
  ['fastapi', []],
  ['chatbot', ['packaging/kustomize-chatbot']],
])('%s is made of parts that share no file', async (starter, more) => {
  // fetch:template leaves the first of two alone, without a word.
  const skeletons = path.join(templatesRoot, 'python-gitops-app/skeletons');
  const parts = [
    'common',
    'docs',
    'python',
    `starters/${starter}`,
    'packaging/kustomize',
    'ci/gitlab',
    ...more,
  ];
  const files = await Promise.all(
    parts.map(part => readTemplateFolder(path.join(skeletons, part))),
  );
  const paths = files.flat().map(file => file.path);

  expect(paths.filter((file, index) => paths.indexOf(file) < index)).toEqual(
    [],
  );
});

describe('names', () => {
  it.each([
    ['orders-api', 'orders_api'],
    // A package of that name would hide Python's own module, or be a keyword.
    ['json', 'json_service'],
    ['class', 'class_service'],
    // … or hide a dependency.
    ['prometheus-client', 'prometheus_client_service'],
  ])('%s is the package %s', async (name, expected) => {
    const files = await renderTemplate(anInput({ name }));

    expect(files.has(`src/${expected}/app.py`)).toBe(true);
    expect(files.get('Dockerfile')).toContain(`"python", "-m", "${expected}"`);
  });

  it('keeps the order dev, staging, prod whatever the order of the answers', async () => {
    const files = await renderTemplate(
      anInput({ environments: ['prod', 'dev', 'staging'] }),
    );

    expect(files.get('README.md')).toContain(
      '`dev`, then `staging`, then `prod`',
    );
  });

  it('names the repository and its image by group and component', async () => {
    const files = await renderTemplate(
      anInput({ group: 'Shop/Team', name: 'orders' }),
    );

    expect(files.get('catalog-info.yaml')).toContain(
      'gitlab.com/project-slug: Shop/Team/orders',
    );
    // Image names have no capitals.
    expect(files.get('k8s/overlays/dev/kustomization.yaml')).toContain(
      'newName: gitlab.example.com/shop/team/orders\n',
    );
  });

  it('keeps a description with quotes intact wherever it stands', async () => {
    const description = 'It\'s "quoted": \\ and # more';
    const files = await renderTemplate(anInput({ description }));

    expect(yamlFile(files, 'mkdocs.yml')).toMatchObject({
      site_description: description,
    });
    expect(files.get('pyproject.toml')).toContain(
      `description = ${JSON.stringify(description)}`,
    );
  });
});
