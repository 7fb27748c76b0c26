import { appendFile } from 'node:fs/promises';
import path from 'node:path';
import { anInput } from './anInput';
import { stopScaffolder } from './startScaffolder';
import {
  aPlatformRepository,
  git,
  type TestRepository,
} from './tools/aRepository';
import { ciScripts } from './tools/ciScripts';
import { itWith } from './tools/itWith';
import { pipelineJobs } from './tools/pipelineJobs';
import { runTool } from './tools/runTool';

const own = ['plaintext-secrets', 'manifests', 'schemas'];
let repository: TestRepository;
let empty: TestRepository;

beforeAll(async () => {
  repository = await aPlatformRepository([
    anInput({ layout: 'platform' }),
    anInput({
      layout: 'platform',
      name: 'billing',
      starter: 'chatbot',
      registry: 'ecr',
      secretStore: 'aws-ssm',
    }),
  ]);
  empty = await aPlatformRepository([]);
}, 60_000);
afterAll(async () => {
  await stopScaffolder();
  await repository.remove();
  await empty.remove();
});

/** Names of the jobs by the app whose they are. */
function byApp(names: readonly string[]) {
  const of = (app: string) =>
    names
      .filter(name => name.startsWith(`${app}:`))
      .map(name => name.slice(app.length + 1));
  return {
    ordersApi: of('orders-api'),
    billing: of('billing'),
    platform: names.filter(name => !name.includes(':')),
  };
}

describe('the pipeline of a platform repository', () => {
  const jobsOf = async (
    tools: Readonly<Record<string, string>>,
    cwd: string,
    options: {
      readonly changesOnly?: boolean;
      readonly variables?: Readonly<Record<string, string>>;
    } = {},
  ) => {
    const jobs = await pipelineJobs(tools['gitlab-ci-local'] ?? '', {
      cwd,
      ...options,
    });
    return byApp(jobs.map(({ name }) => name));
  };

  itWith(
    { tools: ['gitlab-ci-local', 'git'] },
    'has its own checks before there is any app',
    async tools => {
      const jobs = await jobsOf(tools, await empty.clone('alone'));

      expect(jobs).toEqual({ ordersApi: [], billing: [], platform: own });
    },
  );

  itWith(
    { tools: ['gitlab-ci-local', 'git'] },
    'has the jobs of its apps side by side, each under its own name',
    async tools => {
      const cwd = await repository.clone('both');
      const jobs = await jobsOf(tools, cwd);

      expect(jobs.platform).toEqual(own);
      expect(jobs.ordersApi).toEqual([
        'lint',
        'plaintext-secrets',
        'unit-tests',
        'build-image',
        ...['release-dev', 'release-staging', 'release-prod'],
        ...['restart-dev', 'restart-staging', 'restart-prod'],
      ]);
      expect([...jobs.billing].sort()).toEqual(
        [
          ...jobs.ordersApi,
          ...['platform-prereqs', 'ecr-login', 'platform-ssm-placeholders'],
        ].sort(),
      );
      await runTool(
        tools['gitlab-ci-local'] ?? '',
        ['--json-schema-validation', '--preview'],
        { cwd },
      );
    },
  );

  itWith(
    { tools: ['gitlab-ci-local', 'git'] },
    'runs what a change is about',
    async tools => {
      const cwd = await repository.clone('changes');
      const jobsAfterChanging = async (file: string) => {
        await appendFile(path.join(cwd, file), '\n');
        await git(cwd, 'commit', '--quiet', '--all', '--message', file);
        return jobsOf(tools, cwd, { changesOnly: true });
      };

      expect(await jobsAfterChanging('README.md')).toEqual({
        ordersApi: [],
        billing: [],
        platform: own,
      });
      const manifests = await jobsAfterChanging(
        'apps/orders-api/k8s/base/service.yaml',
      );
      expect(manifests.billing).toEqual([]);
      expect(manifests.ordersApi).toContain('unit-tests');
      expect(manifests.ordersApi.join(' ')).not.toMatch(/build|release/);
      const code = await jobsAfterChanging('apps/orders-api/Dockerfile');
      expect(code.billing).toEqual([]);
      expect(code.ordersApi).toEqual(
        expect.arrayContaining(['build-image', 'release-prod']),
      );
    },
  );

  itWith(
    { tools: ['gitlab-ci-local', 'git'] },
    'builds, when somebody starts it, the app that they name and no other',
    async tools => {
      const cwd = await repository.clone('by-hand');
      const variables = { CI_PIPELINE_SOURCE: 'web' };

      expect(await jobsOf(tools, cwd, { variables })).toEqual({
        ordersApi: [],
        billing: [],
        platform: own,
      });
      const named = await jobsOf(tools, cwd, {
        variables: { ...variables, APP: 'billing' },
      });
      expect(named.ordersApi).toEqual([]);
      expect(named.billing).toEqual(
        expect.arrayContaining(['build-image', 'release-dev', 'restart-prod']),
      );
    },
  );

  itWith(
    { tools: ['shellcheck'] },
    'has scripts without a complaint of shellcheck',
    async tools => {
      const scripts = ciScripts(repository.files);
      for (const script of scripts.values()) {
        await runTool(tools.shellcheck ?? '', ['--shell=sh', '-'], {
          input: `set -e\n${script}`,
        });
      }
      expect([...scripts.keys()]).toContain('billing:platform-prereqs');
    },
  );
});
