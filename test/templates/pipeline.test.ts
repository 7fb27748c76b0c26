import { appendFile, mkdir, mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { parse } from 'yaml';
import { z } from 'zod';
import { anInput } from './anInput';
import { renderToFolder } from './renderTemplate';
import { stopScaffolder } from './startScaffolder';
import { ciScripts } from './tools/ciScripts';
import { itWith } from './tools/itWith';
import { runTool } from './tools/runTool';

let root: string;
let folder: string;
let files: ReadonlyMap<string, string>;

const git = (cwd: string, ...args: string[]) =>
  runTool('git', ['-c', 'init.defaultBranch=main', ...args], {
    cwd,
    env: identity,
  });

const identity = {
  GIT_CONFIG_GLOBAL: '/dev/null',
  GIT_AUTHOR_NAME: 'Ada',
  GIT_AUTHOR_EMAIL: 'ada@example.com',
  GIT_COMMITTER_NAME: 'Ada',
  GIT_COMMITTER_EMAIL: 'ada@example.com',
};

beforeAll(async () => {
  root = await mkdtemp(path.join(tmpdir(), 'pipeline-'));
  folder = path.join(root, 'work');
  files = await renderToFolder(anInput(), folder);
  await git(root, 'init', '--quiet', '--bare', 'orders-api.git');
  await git(folder, 'init', '--quiet');
  await git(folder, 'add', '--all');
  await git(folder, 'commit', '--quiet', '--message', 'feat: create');
  await git(
    folder,
    'remote',
    'add',
    'origin',
    path.join(root, 'orders-api.git'),
  );
  await git(folder, 'push', '--quiet', 'origin', 'main');
  await git(folder, 'remote', 'set-head', 'origin', 'main');
  // What the jobs wait between two attempts only matters to the runner.
  await writeProgram('impatient/sleep', 'exec /bin/sleep 0.1');
});
afterAll(async () => {
  await stopScaffolder();
  await rm(root, { recursive: true, force: true });
});

describe('the pipeline', () => {
  itWith(
    { tools: ['shellcheck'] },
    'has scripts without a complaint of shellcheck',
    async tools => {
      const scripts = ciScripts(files);
      for (const script of scripts.values()) {
        await runTool(tools.shellcheck ?? '', ['--shell=sh', '-'], {
          // As the runner does: the first command that fails ends the job.
          input: `set -e\n${script}`,
        });
      }
      expect([...scripts.keys()]).toContain('.push');
    },
  );

  // Otherwise it compares with the branch at the remote, as if nothing had been pushed.
  const ciLocal = ['--evaluate-rule-changes=false'];

  itWith(
    { tools: ['gitlab-ci-local', 'git'] },
    'is read by gitlab-ci-local, with all its jobs in order',
    async tools => {
      const list = await runTool(
        tools['gitlab-ci-local'] ?? '',
        [...ciLocal, '--list-json'],
        { cwd: await clone('list') },
      );
      const jobs = z
        .array(
          z.object({ name: z.string(), stage: z.string(), when: z.string() }),
        )
        .parse(JSON.parse(list));

      expect(jobs.map(job => `${job.stage}: ${job.name}, ${job.when}`)).toEqual(
        [
          'lint: lint, on_success',
          'lint: plaintext-secrets, on_success',
          'test: unit-tests, on_success',
          'build: build-image, on_success',
          'release: release-dev, on_success',
          'release: release-staging, on_success',
          'release: release-prod, manual',
          'ops: restart-dev, manual',
          'ops: restart-staging, manual',
          'ops: restart-prod, manual',
        ],
      );
    },
  );

  itWith(
    { tools: ['gitlab-ci-local', 'git'] },
    "is valid by GitLab's schema once everything is included and extended",
    async tools => {
      const preview = parse(
        await runTool(
          tools['gitlab-ci-local'] ?? '',
          [...ciLocal, '--json-schema-validation', '--preview'],
          { cwd: await clone('preview') },
        ),
      );

      expect(preview).toMatchObject({
        'release-prod': { needs: [{ job: 'release-staging' }] },
      });
    },
  );

  itWith(
    { tools: ['gitlab-ci-local', 'git'] },
    'builds and releases when code changed, not when only the documentation did',
    async tools => {
      const cwd = await clone('changes');
      const jobsAfterChanging = async (file: string) => {
        await appendFile(path.join(cwd, file), '\n');
        await git(cwd, 'commit', '--quiet', '--all', '--message', file);
        return runTool(tools['gitlab-ci-local'] ?? '', ['--list'], { cwd });
      };

      const afterDocs = await jobsAfterChanging('README.md');
      expect(afterDocs).toContain('unit-tests');
      expect(afterDocs).not.toMatch(/build-image|release-/);
      expect(await jobsAfterChanging('src/orders_api/app.py')).toMatch(
        /build-image[^]*release-prod/,
      );
    },
  );
});

describe('the release job', () => {
  const overlay = 'k8s/overlays/dev/kustomization.yaml';

  itWith(
    { tools: ['kustomize', 'git', 'sh'] },
    "changes the image's two lines and nothing else, in a commit that starts no pipeline",
    async tools => {
      const origin = await bareCopy('one');
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
      const origin = await bareCopy('again');
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
      const origin = await bareCopy('race');
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
      const origin = await bareCopy('refused');
      await writeProgram('refusing/pre-receive', 'exit 1');
      await git(origin, 'config', 'core.hooksPath', `${root}/refusing`);

      await expect(release(tools, origin, '0a1b2c3d')).rejects.toThrow(
        /May this token push to main\?/,
      );
    },
  );

  itWith(
    { tools: ['kustomize', 'git', 'sh'] },
    'has a sister that restarts the pods by an annotation',
    async tools => {
      const origin = await bareCopy('restart');
      await runJob(tools, origin, '.restart', { ENVIRONMENT: 'dev' });

      const diff = await git(origin, 'diff', '--unified=0', 'HEAD~1', 'HEAD');
      expect(diff).toMatch(/\+ {2}restarted-at: "?\d{4}-/);
    },
  );
});

async function writeProgram(file: string, script: string): Promise<void> {
  const target = path.join(root, file);
  await mkdir(path.dirname(target), { recursive: true });
  await writeFile(target, `#!/bin/sh\n${script}\n`, { mode: 0o755 });
}

async function clone(name: string): Promise<string> {
  const target = path.join(root, name);
  await git(root, 'clone', '--quiet', 'orders-api.git', name);
  await git(
    target,
    ...['remote', 'set-url', 'origin'],
    'https://gitlab.example.com/demo/orders-api.git',
  );
  return target;
}

async function bareCopy(name: string): Promise<string> {
  await git(
    root,
    'clone',
    '--quiet',
    '--bare',
    'orders-api.git',
    `${name}.git`,
  );
  return path.join(root, `${name}.git`);
}

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
  const scripts = ciScripts(files);
  const home = await mkdtemp(path.join(root, 'runner-'));
  await git(home, 'clone', '--quiet', '--depth=1', `file://${origin}`, 'build');
  await runTool(
    tools.sh ?? '',
    ['-e', '-c', `${scripts.get('.push')}\n${scripts.get(job)}`],
    {
      cwd: path.join(home, 'build'),
      env: {
        HOME: home,
        PATH: [
          path.join(root, 'impatient'),
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
