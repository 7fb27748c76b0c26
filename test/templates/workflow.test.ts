import { mkdir, mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { anInput, type TemplateValues } from './anInput';
import { renderSkeletons } from './renderSkeletons';
import { renderTemplate } from './renderTemplate';
import { stopScaffolder } from './startScaffolder';
import { itWith } from './tools/itWith';
import { runTool, tryTool } from './tools/runTool';
import { jobOf, workflowOf, type Workflow } from './tools/workflows';

// A busy machine renders slowly.
jest.setTimeout(60_000);

afterAll(stopScaffolder);

const aGithubInput = (over: Partial<TemplateValues> = {}) =>
  anInput({ ci: 'github', githubHost: 'github.com', ...over });
const workflow = async (over?: Partial<TemplateValues>, name?: string) =>
  workflowOf(await renderTemplate(aGithubInput(over)), name);
const usesOf = (rendered: Workflow, job: string) =>
  jobOf(rendered, job).steps.flatMap(({ uses }) => uses ?? []);

/** Every choice that the workflows depend on, with every other; the environments take turns. */
const everyVariant = ['fastapi', 'chatbot', 'stack']
  .flatMap(starter =>
    ['own', 'platform'].flatMap(layout =>
      ['kustomize', 'helm'].flatMap(packaging =>
        ['ghcr', 'ecr', 'dockerhub', 'other'].flatMap(registry =>
          ['sealed-secrets', 'aws-ssm'].map(secretStore => ({
            starter,
            layout,
            packaging,
            registry,
            secretStore,
          })),
        ),
      ),
    ),
  )
  .map((choice, index) => ({
    ...choice,
    environments: [['dev', 'staging', 'prod'], ['dev'], ['prod']][index % 3],
  }));

describe('in every variant', () => {
  let folder: string;
  let files: ReadonlyMap<string, string>;

  beforeAll(async () => {
    folder = await mkdtemp(path.join(tmpdir(), 'workflows-'));
    files = await renderSkeletons(
      everyVariant.map((choice, index) => ({
        skeleton: 'ci/github',
        targetPath: `v${index}`,
        values: {
          ...choice,
          name: 'orders-api',
          root: choice.layout === 'own' ? '' : 'apps/orders-api/',
          image: 'registry.example.com/demo/orders-api',
          aws: {
            accountId: '123456789012',
            region: 'eu-central-1',
            system: 'shop',
          },
          short: { dev: 'dev', staging: 'stage', prod: 'prod' },
          services:
            choice.starter === 'stack'
              ? ['fastapi', 'kafka'].map(key => ({
                  key,
                  path: `services/${key}/`,
                  imageSuffix: `/${key}`,
                }))
              : [{ key: 'app', path: '', imageSuffix: '' }],
        },
      })),
    );
    for (const [file, text] of files) {
      await mkdir(path.dirname(path.join(folder, file)), { recursive: true });
      await writeFile(path.join(folder, file), text);
    }
  }, 60_000);
  afterAll(() => rm(folder, { recursive: true, force: true }));

  const workflows = () =>
    [...files.keys()].filter(file => file.includes('.github/workflows/'));

  itWith(
    { tools: ['actionlint', 'shellcheck'] },
    'has nothing that actionlint and shellcheck complain about',
    async tools => {
      expect(workflows()).toHaveLength(everyVariant.length * 2);
      await runTool(
        tools.actionlint ?? '',
        ['-shellcheck', tools.shellcheck ?? '', ...workflows()],
        { cwd: folder },
      );
      await runTool(
        tools.shellcheck ?? '',
        [...files.keys()].filter(file => file.endsWith('.sh')).slice(0, 1),
        { cwd: folder },
      );
    },
    120_000,
  );

  itWith(
    { tools: ['actionlint'] },
    'gives the actions inputs that they have',
    async tools => {
      // It knows the inputs of an action by the major version alone.
      for (const file of workflows()) {
        const text = files.get(file) ?? '';
        await writeFile(
          path.join(folder, file),
          text.replace(/(uses: [^@\s]+@v\d+)\.\d+\.\d+/g, '$1'),
        );
      }
      await runTool(tools.actionlint ?? '', ['-shellcheck=', ...workflows()], {
        cwd: folder,
      });
      const { code, output } = await tryTool(
        tools.actionlint ?? '',
        ['-shellcheck=', '-'],
        {
          cwd: folder,
          input: (files.get(workflows()[0] ?? '') ?? '')
            .replace(/@v(\d+)\.\d+\.\d+/g, '@v$1')
            .replace('persist-credentials', 'persist-everything'),
        },
      );
      expect([code, output]).toEqual([
        1,
        expect.stringMatching(/input "persist-everything" is not defined/),
      ]);
    },
    120_000,
  );

  it('pins every action and runs no expression as shell', () => {
    for (const file of workflows()) {
      const rendered = workflowOf(
        new Map([['.github/workflows/any.yml', files.get(file) ?? '']]),
        'any',
      );
      for (const job of Object.values(rendered.jobs)) {
        for (const { uses = 'a/b@v1.2.3', run = '' } of job.steps) {
          expect(uses).toMatch(/^[\w-]+\/[\w-]+@v\d+\.\d+\.\d+$/);
          // What somebody outside chose, such as the title of a pull request, would become part of the script.
          expect(run).not.toContain('${{');
        }
      }
    }
  });
});

describe('the workflow', () => {
  it('goes from checks over one image through the environments in order', async () => {
    const { jobs } = await workflow();

    expect(
      Object.entries(jobs).map(([name, { needs, environment }]) =>
        [name, '←', ...needs, environment && `(${environment})`]
          .filter(Boolean)
          .join(' '),
      ),
    ).toEqual([
      'plaintext-secrets ←',
      'lint ←',
      'unit-tests ←',
      'changes ←',
      'build ← changes plaintext-secrets lint unit-tests',
      'release-dev ← changes build (dev)',
      'release-staging ← changes release-dev (staging)',
      'release-prod ← changes release-staging (prod)',
    ]);
  });

  it('only checks a pull request', async () => {
    const { jobs } = await workflow();
    const onMainOnly = (name: string): boolean => {
      const { needs, if: condition } = jobs[name] ?? { needs: [] };
      return (
        condition === "github.ref == 'refs/heads/main'" ||
        needs.some(onMainOnly)
      );
    };

    expect(Object.keys(jobs).filter(name => !onMainOnly(name))).toEqual([
      'plaintext-secrets',
      'lint',
      'unit-tests',
    ]);
  });

  it('gives each job the rights that it needs and no more', async () => {
    const { permissions, jobs } = await workflow({
      registry: 'ecr',
      awsSystem: 'shop',
      secretStore: 'aws-ssm',
    });
    const rights = Object.entries(jobs).flatMap(([name, job]) =>
      job.permissions ? [[name, job.permissions]] : [],
    );

    expect(permissions).toEqual({ contents: 'read' });
    expect(Object.fromEntries(rights)).toEqual({
      prep: { 'id-token': 'write' },
      build: { contents: 'read', 'id-token': 'write' },
      'release-dev': { contents: 'write' },
      'release-staging': { contents: 'write' },
      'release-prod': { contents: 'write', actions: 'read' },
    });
    // A token in Git's configuration can be read by whatever runs after it: a test, a build.
    for (const job of Object.values(jobs)) {
      for (const { uses, with: inputs } of job.steps) {
        if (uses?.startsWith('actions/checkout@')) {
          expect(
            job.permissions?.contents === 'write'
              ? inputs.token
              : inputs['persist-credentials'],
          ).toMatch(/^(false|\$\{\{ secrets\.PROJECT_PUSH_TOKEN \|\| .*\}\})$/);
        }
      }
    }
  });

  it('never cuts off a release, and does one to an environment at a time', async () => {
    const { jobs } = await workflow();

    expect(
      Object.entries(jobs).flatMap(([name, { concurrency }]) =>
        concurrency ? [[name, concurrency]] : [],
      ),
    ).toEqual(
      ['dev', 'staging', 'prod'].map(environment => [
        `release-${environment}`,
        { group: `orders-api-${environment}`, 'cancel-in-progress': false },
      ]),
    );
  });

  it.each([
    ['ghcr', 'ghcr.io', '${{ github.token }}', { packages: 'write' }],
    ['dockerhub', undefined, '${{ secrets.REGISTRY_PASSWORD }}', {}],
    ['other', 'registry.example.com', '${{ secrets.REGISTRY_PASSWORD }}', {}],
  ])(
    'logs in to the registry %s',
    async (registry, host, password, permissions) => {
      const build = jobOf(await workflow({ registry }), 'build');
      const login = build.steps.find(({ uses }) =>
        uses?.startsWith('docker/login-action@'),
      );

      expect(login?.with.registry).toBe(host);
      expect(login?.with.password).toBe(password);
      expect(build.permissions).toEqual({ contents: 'read', ...permissions });
    },
  );

  it('asks AWS for a role instead of keeping a key', async () => {
    const rendered = await workflow({ registry: 'ecr' });

    expect(usesOf(rendered, 'build').map(uses => uses.split('@')[0])).toEqual([
      'actions/checkout',
      'docker/setup-buildx-action',
      'aws-actions/configure-aws-credentials',
      'aws-actions/amazon-ecr-login',
      'docker/build-push-action',
    ]);
    expect(JSON.stringify(rendered)).not.toMatch(/AWS_(ACCESS|SECRET)/);
  });

  it('pushes the image that the manifests will name', async () => {
    const build = jobOf(
      await workflow({ registry: 'dockerhub', starter: 'stack' }),
      'build-mlflow',
    );

    expect(build.steps.at(-1)?.with).toMatchObject({
      context: 'services/mlflow',
      push: 'true',
      tags: 'docker.io/shopteam/orders-api-mlflow:${{ needs.changes.outputs.tag }}',
    });
  });

  it('tests the chatbot with a PostgreSQL, and nothing else with one', async () => {
    const postgres = async (starter: string) =>
      jobOf(await workflow({ starter }), 'unit-tests').services?.postgres;

    expect(await postgres('chatbot')).toMatchObject({
      image: expect.stringMatching(/^postgres:\d+\.\d+/),
    });
    expect(await postgres('fastapi')).toBeUndefined();
  });

  it('tests, builds and releases the services of a stack apart from each other', async () => {
    const { jobs } = await workflow({
      starter: 'stack',
      services: ['fastapi', 'kafka'],
      environments: ['dev', 'prod'],
    });

    expect(jobs['build-kafka']).toMatchObject({
      needs: ['changes', 'plaintext-secrets', 'lint-kafka', 'unit-tests-kafka'],
      if: "needs.changes.outputs.kafka == 'true'",
    });
    expect(jobs['release-prod-kafka']).toMatchObject({
      needs: ['changes', 'release-dev-kafka'],
      environment: 'prod',
      concurrency: { group: 'orders-api-prod-kafka' },
    });
    expect(jobs['unit-tests-kafka']?.defaults.run).toEqual({
      'working-directory': 'services/kafka',
    });
  });

  it('minds its own folder in a platform repository', async () => {
    const files = await renderTemplate(aGithubInput({ layout: 'platform' }));
    const rendered = workflowOf(files, 'orders-api');
    const paths = ['apps/orders-api/**', '.github/workflows/orders-api.yml'];

    expect(rendered.on).toMatchObject({
      push: { branches: ['main'], paths },
      pull_request: { paths },
    });
    expect(rendered.defaults.run).toMatchObject({
      'working-directory': 'apps/orders-api',
    });
    expect(
      [...files.keys()].filter(file => !file.startsWith('apps/orders-api/')),
    ).toEqual([
      '.github/workflows/orders-api-restart.yml',
      '.github/workflows/orders-api.yml',
    ]);
  });
});

describe('the restart', () => {
  it('asks where, and whether it is meant', async () => {
    const rendered = await workflow(
      { environments: ['dev', 'prod'] },
      'restart',
    );

    expect(rendered.on).toMatchObject({
      workflow_dispatch: {
        inputs: {
          environment: { type: 'choice', options: ['dev', 'prod'] },
          confirmed: { type: 'boolean', default: false },
        },
      },
    });
    expect(jobOf(rendered, 'restart').if).toMatch(/^inputs\.confirmed && /);
  });
});
