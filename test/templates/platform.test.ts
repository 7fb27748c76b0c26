import path from 'node:path';
import { z } from 'zod';
import { aPlatformInput, type PlatformValues } from './aPlatformInput';
import { dryRunTemplate, RefusedInput, renderTemplate } from './renderTemplate';
import { stopScaffolder } from './startScaffolder';
import { projectsOf } from './projectsOf';
import { unrendered } from './unrendered';
import { yamlFile, yamlFiles } from './yamlFiles';

// A busy machine renders slowly.
jest.setTimeout(60_000);

afterAll(stopScaffolder);

const render = (over?: Partial<PlatformValues>) =>
  renderTemplate(aPlatformInput(over), 'gitops-platform');

const combinations: readonly [string, Partial<PlatformValues>][] = [
  ['all defaults', {}],
  ['development only', { environments: ['dev'] }],
  [
    'no staging, one team',
    { environments: ['prod', 'dev'], teams: [{ name: 'apps', group: 'demo' }] },
  ],
  [
    'nothing but the apps',
    { observability: false, sealedSecrets: false, example: false },
  ],
  ['observability alone', { sealedSecrets: false, example: false }],
  ['office hours', { productionWindow: 'officeHours' }],
  ['GitHub', { ci: 'github' }],
  [
    'GitHub, no production, nothing but the apps',
    {
      ci: 'github',
      environments: ['dev', 'staging'],
      observability: false,
      sealedSecrets: false,
      example: false,
    },
  ],
];

describe.each(combinations)('with %s', (_, over) => {
  const input = aPlatformInput(over);
  let files: ReadonlyMap<string, string>;

  beforeAll(async () => {
    files = await render(over);
  });

  it('leaves nothing unrendered and nothing to fill in', () => {
    expect(
      unrendered(files, /^(applications\/apps\.yaml|docs\/operations\.md)$/),
    ).toEqual([]);
  });

  it('gives valid YAML, whose kustomizations name only what there is', () => {
    const missing = [...yamlFiles(files)]
      .filter(([file]) => file.endsWith('/kustomization.yaml'))
      .flatMap(([file, [document]]) =>
        z
          .object({ resources: z.array(z.string()) })
          .parse(document)
          .resources.map(resource => path.join(path.dirname(file), resource)),
      )
      .filter(
        target =>
          !files.has(target) && !files.has(`${target}/kustomization.yaml`),
      );

    expect(missing).toEqual([]);
  });

  it('gives every team a project in every environment', () => {
    for (const { name } of input.teams) {
      expect(
        projectsOf(files, name)
          .map(({ metadata }) => metadata.name)
          .sort(),
      ).toEqual(
        [...input.environments]
          .sort()
          .map(environment => `${name}-${environment}`),
      );
    }
  });

  it('brings what was chosen and no more', () => {
    const has = (folder: string) =>
      [...files.keys()].some(file => file.startsWith(folder));

    expect({
      observability: has('observability/'),
      sealedSecrets: has('applications/sealed-secrets.yaml'),
      example: has('apps/example/'),
    }).toEqual({
      observability: input.observability ?? true,
      sealedSecrets: input.sealedSecrets ?? true,
      example: input.example ?? true,
    });
  });

  it('keeps its documentation within what there is', () => {
    const nav = z
      .object({ nav: z.array(z.record(z.string())) })
      .parse(yamlFile(files, 'mkdocs.yml'))
      .nav.flatMap(Object.values);
    const links = [...files]
      .filter(([file]) => file.endsWith('.md'))
      .flatMap(([file, text]) =>
        [...text.matchAll(/\]\(([^):#]+)(?:#[^)]*)?\)/g)].map(([, link]) =>
          path.join(path.dirname(file), link ?? ''),
        ),
      );

    expect(
      [...nav.map(page => `docs/${page}`), ...links].filter(
        page => !files.has(page),
      ),
    ).toEqual([]);
  });
});

describe('the ApplicationSet', () => {
  it('creates and updates, but neither deletes an application nor what it runs', async () => {
    const set = yamlFile(await render(), 'applications/apps.yaml');

    expect(set).toMatchObject({
      kind: 'ApplicationSet',
      spec: {
        goTemplate: true,
        goTemplateOptions: ['missingkey=error'],
        syncPolicy: {
          applicationsSync: 'create-update',
          preserveResourcesOnDeletion: true,
        },
        generators: [
          { git: { directories: [{ path: 'apps/*/k8s/overlays/*' }] } },
        ],
        template: {
          metadata: {
            labels: {
              'gitops/component': expect.stringContaining('.values.app'),
              'gitops/environment': expect.stringContaining(
                '.values.environment',
              ),
            },
          },
        },
      },
    });
    // With it the resources would go with the application after all.
    expect(JSON.stringify(set)).not.toContain('finalizer');
  });

  it('reads the repository that the run creates', async () => {
    const text = (await render()).get('applications/apps.yaml');

    expect(text?.match(/repoURL: .*/g)).toEqual([
      'repoURL: https://gitlab.example.com/demo/platform.git',
      'repoURL: https://gitlab.example.com/demo/platform.git',
    ]);
  });
});

describe('on GitHub', () => {
  const onGithub = (over: Partial<PlatformValues> = {}) =>
    render({
      ci: 'github',
      productionTeam: 'group:default/release-managers',
      ...over,
    });

  it('speaks of GitHub alone', async () => {
    const spoken = [...(await onGithub())].flatMap(([file, text]) =>
      text
        .split('\n')
        .filter(line => /gitlab|merge request/i.test(line))
        .map(line => `${file}: ${line}`),
    );

    expect(spoken).toEqual([]);
  });

  it('names teams as CODEOWNERS and the login of Argo CD do', async () => {
    const files = await onGithub();

    expect(files.get('CODEOWNERS')?.match(/^[^#\n].*/gm)).toEqual([
      '* @demo/platform',
      '/apps/ @demo/shop',
      '/apps/example/ @demo/shop',
      '/apps/*/k8s/overlays/prod/ @demo/release-managers',
    ]);
    expect(
      projectsOf(files, 'shop').map(({ spec }) => spec.roles[1]?.groups),
    ).toEqual([['demo:shop'], ['demo:shop'], ['demo:release-managers']]);
  });

  it('takes the owner where nobody else was named, also when that is a person', async () => {
    const codeOwners = async (owner: string) =>
      (await onGithub({ owner, productionTeam: undefined }))
        .get('CODEOWNERS')
        ?.match(/@\S+$/gm);

    expect(await codeOwners('group:default/platform')).toEqual(
      expect.arrayContaining(['@demo/platform']),
    );
    expect((await codeOwners('user:default/ada'))?.[0]).toBe('@ada');
  });

  it.each([
    ['gitlab', ['publish:gitlab']],
    [
      'github',
      [
        'publish:github',
        'github:environment:create',
        'github:environment:create',
      ],
    ],
  ])('publishes to %s and nowhere else', async (ci, expected) => {
    const { log } = await dryRunTemplate(
      aPlatformInput({ ci, environments: ['dev', 'prod'] }),
      'gitops-platform',
    );

    expect(
      log.flatMap(
        line => /because (\S+) does not support dry-run/.exec(line)?.[1] ?? [],
      ),
    ).toEqual([...expected, 'catalog:register']);
  });
});

describe('the form refuses', () => {
  it.each([
    ['no team', { teams: [] }, /teams/],
    [
      'a team with a space',
      { teams: [{ name: 'the shop', group: 'shop' }] },
      /teams/,
    ],
    [
      'a group that leads elsewhere',
      { teams: [{ name: 'shop', group: '../admin' }] },
      /teams/,
    ],
    ['nobody for production', { productionGroup: '' }, /productionGroup/],
    [
      'a subgroup where there are teams',
      { ci: 'github', teams: [{ name: 'shop', group: 'company/shop' }] },
      /teams/,
    ],
    [
      'two words for an organization',
      { ci: 'github', githubOwner: 'my shop' },
      /githubOwner/,
    ],
    ['environments without dev', { environments: ['prod'] }, /environments/],
    [
      'a cluster without https',
      { clusterServer: 'http://cluster' },
      /clusterServer/,
    ],
    [
      'a second line in the cluster',
      { clusterServer: 'https://a\nb' },
      /clusterServer/,
    ],
  ] satisfies [string, Partial<PlatformValues>, RegExp][])(
    '%s',
    async (_, over, where) => {
      const refusal = render(over);

      await expect(refusal).rejects.toThrow(RefusedInput);
      await expect(refusal).rejects.toThrow(where);
    },
  );
});

it('hands no expression to an action that was not rendered', async () => {
  const { log, output } = await dryRunTemplate(
    aPlatformInput(),
    'gitops-platform',
  );

  expect(
    log.filter(line => line.includes('${{') && !line.includes('Writing ')),
  ).toEqual([]);
  expect(JSON.stringify(output)).not.toContain('${{');
});
