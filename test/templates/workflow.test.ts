import { anInput, type TemplateValues } from './anInput';
import { renderTemplate } from './renderTemplate';
import { stopScaffolder } from './startScaffolder';
import { jobOf, workflowOf, type Workflow } from './tools/workflows';

// A busy machine renders slowly.
jest.setTimeout(60_000);

afterAll(stopScaffolder);

const aGithubInput = (over: Partial<TemplateValues> = {}) =>
  anInput({ ci: 'github', githubHost: 'github.com', ...over });
const rendered = new Map<string, Promise<ReadonlyMap<string, string>>>();
const render = (over: Partial<TemplateValues> = {}) => {
  const key = JSON.stringify(over);
  const files = rendered.get(key) ?? renderTemplate(aGithubInput(over));
  rendered.set(key, files);
  return files;
};
const workflow = async (over?: Partial<TemplateValues>, name?: string) =>
  workflowOf(await render(over), name);
const usesOf = (all: Workflow, job: string) =>
  jobOf(all, job).steps.flatMap(({ uses }) => uses ?? []);

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
  });

  it('leaves a token in the configuration of Git only where it has to push', async () => {
    const { jobs } = await workflow();
    // Whatever runs after a checkout could read it there: a test, a build.
    const checkouts = Object.entries(jobs).flatMap(([name, { steps }]) =>
      steps
        .filter(({ uses }) => uses?.startsWith('actions/checkout@'))
        .map(step => [
          name,
          step.with['persist-credentials'] ?? step.with.token,
        ]),
    );
    const token = '${{ secrets.PROJECT_PUSH_TOKEN || github.token }}';

    expect(Object.fromEntries(checkouts)).toEqual({
      'plaintext-secrets': 'false',
      lint: 'false',
      'unit-tests': 'false',
      changes: 'false',
      build: 'false',
      'release-dev': token,
      'release-staging': token,
      'release-prod': token,
    });
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
        { group: `orders-api/${environment}`, 'cancel-in-progress': false },
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
    const own = await workflow({ registry: 'ecr' });

    expect(usesOf(own, 'build').map(uses => uses.split('@')[0])).toEqual([
      'actions/checkout',
      'docker/setup-buildx-action',
      'aws-actions/configure-aws-credentials',
      'aws-actions/amazon-ecr-login',
      'docker/build-push-action',
    ]);
    expect(JSON.stringify(own)).not.toMatch(/AWS_(ACCESS|SECRET)/);
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
      concurrency: { group: 'orders-api/prod/kafka' },
    });
    expect(jobs['unit-tests-kafka']?.defaults.run).toEqual({
      'working-directory': 'services/kafka',
    });
  });

  it('minds its own folder in a platform repository', async () => {
    const files = await render({ layout: 'platform' });
    const own = workflowOf(files, 'orders-api');
    const paths = ['apps/orders-api/**', '.github/workflows/orders-api.yml'];

    expect(own.on).toMatchObject({
      push: { branches: ['main'], paths },
      pull_request: { paths },
    });
    expect(own.defaults.run).toMatchObject({
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
    const restart = await workflow(
      { environments: ['dev', 'prod'] },
      'restart',
    );

    expect(restart.on).toMatchObject({
      workflow_dispatch: {
        inputs: {
          environment: { type: 'choice', options: ['dev', 'prod'] },
          confirmed: { type: 'boolean', default: false },
        },
      },
    });
    expect(jobOf(restart, 'restart').if).toMatch(/^inputs\.confirmed && /);
  });
});
