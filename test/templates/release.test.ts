import { mkdtemp } from 'node:fs/promises';
import path from 'node:path';
import { stopScaffolder } from './startScaffolder';
import { aRepository, git, type TestRepository } from './tools/aRepository';
import { ciScripts } from './tools/ciScripts';
import { itWith } from './tools/itWith';
import { runTool } from './tools/runTool';

let repository: TestRepository;

beforeAll(async () => {
  repository = await aRepository();
  // What the jobs wait between two attempts only matters to the runner.
  await repository.writeProgram('impatient/sleep', 'exec /bin/sleep 0.1');
});
afterAll(async () => {
  await stopScaffolder();
  await repository.remove();
});

describe('the release job', () => {
  const overlay = 'k8s/overlays/dev/kustomization.yaml';

  itWith(
    { tools: ['kustomize', 'git', 'sh'] },
    "changes the image's two lines and nothing else, in a commit that starts no pipeline",
    async tools => {
      const origin = await repository.fork('one');
      await release(tools, origin, '0a1b2c3d');

      const diff = await git(origin, 'diff', '--unified=0', 'HEAD~1', 'HEAD');
      expect(diff.split('\n').filter(line => /^[-+]/.test(line))).toEqual([
        `--- a/${overlay}`,
        `+++ b/${overlay}`,
        '-  newName: gitlab.example.com/demo/orders-api',
        '-  newTag: unreleased',
        '+  newName: registry.example.com/demo/orders-api',
        '+  newTag: 0a1b2c3d',
      ]);
      expect(await git(origin, 'log', '-1', '--format=%an|%s')).toBe(
        'orders-api release bot|release(dev) 0a1b2c3d [skip ci]\n',
      );
    },
  );

  itWith(
    { tools: ['kustomize', 'git', 'sh'] },
    'commits nothing when it runs again',
    async tools => {
      const origin = await repository.fork('again');
      await release(tools, origin, '0a1b2c3d');
      const first = await git(origin, 'rev-parse', 'main');
      await release(tools, origin, '0a1b2c3d');

      expect(await git(origin, 'rev-parse', 'main')).toBe(first);
    },
  );

  itWith(
    { tools: ['kustomize', 'git', 'sh'] },
    'lands even when others push at the same moment',
    async tools => {
      const origin = await repository.fork('race');
      await Promise.all([
        release(tools, origin, '11111111', 'dev'),
        release(tools, origin, '22222222', 'staging'),
        release(tools, origin, '33333333', 'prod'),
      ]);

      const log = await git(origin, 'log', '--format=%s', '-3');
      expect(log.trim().split('\n').sort()).toEqual([
        'release(dev) 11111111 [skip ci]',
        'release(prod) 33333333 [skip ci]',
        'release(staging) 22222222 [skip ci]',
      ]);
    },
  );

  itWith(
    { tools: ['kustomize', 'git', 'sh'] },
    'fails, and says why, when it may not push',
    async tools => {
      const origin = await repository.fork('refused');
      await repository.writeProgram('refusing/pre-receive', 'exit 1');
      await git(
        origin,
        'config',
        'core.hooksPath',
        `${repository.root}/refusing`,
      );

      await expect(release(tools, origin, '0a1b2c3d')).rejects.toThrow(
        /May this token push to main\?/,
      );
    },
  );

  itWith(
    { tools: ['kustomize', 'git', 'sh'] },
    'has a sister that restarts the pods by an annotation',
    async tools => {
      const origin = await repository.fork('restart');
      await runJob(tools, origin, '.restart', { ENVIRONMENT: 'dev' });

      const diff = await git(origin, 'diff', '--unified=0', 'HEAD~1', 'HEAD');
      expect(diff).toMatch(/\+ {2}restarted-at: "?\d{4}-/);
    },
  );
});

async function release(
  tools: Readonly<Record<string, string>>,
  origin: string,
  sha: string,
  environment = 'dev',
): Promise<void> {
  await runJob(tools, origin, '.release', {
    ENVIRONMENT: environment,
    CI_COMMIT_SHORT_SHA: sha,
  });
}

/** Runs the very script of a job, as a runner would: in a clone, with GitLab's variables. */
async function runJob(
  tools: Readonly<Record<string, string>>,
  origin: string,
  job: string,
  variables: Readonly<Record<string, string>>,
): Promise<void> {
  const scripts = ciScripts(repository.files);
  const home = await mkdtemp(path.join(repository.root, 'runner-'));
  await git(home, 'clone', '--quiet', '--depth=1', `file://${origin}`, 'build');
  await runTool(
    tools.sh ?? '',
    ['-e', '-c', `${scripts.get('.push')}\n${scripts.get(job)}`],
    {
      cwd: path.join(home, 'build'),
      env: {
        HOME: home,
        PATH: [
          path.join(repository.root, 'impatient'),
          path.dirname(tools.kustomize ?? ''),
          process.env.PATH,
        ].join(path.delimiter),
        APP_NAME: 'orders-api',
        CI_DEFAULT_BRANCH: 'main',
        CI_JOB_TOKEN: 'job-token',
        CI_PROJECT_URL: origin.replace(/\.git$/, ''),
        CI_REGISTRY_IMAGE: 'registry.example.com/demo/orders-api',
        CI_SERVER_HOST: 'gitlab.example.com',
        ...variables,
      },
    },
  );
}
