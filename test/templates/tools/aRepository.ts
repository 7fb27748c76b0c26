import { mkdir, mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { anInput, type TemplateValues } from '../anInput';
import { aPlatformInput, type PlatformValues } from '../aPlatformInput';
import { renderTemplate } from '../renderTemplate';
import { runTool } from './runTool';

const identity = {
  GIT_CONFIG_GLOBAL: '/dev/null',
  GIT_AUTHOR_NAME: 'Ada',
  GIT_AUTHOR_EMAIL: 'ada@example.com',
  GIT_COMMITTER_NAME: 'Ada',
  GIT_COMMITTER_EMAIL: 'ada@example.com',
};

/** Runs Git as somebody, whatever is configured on this machine. */
export async function git(cwd: string, ...args: string[]): Promise<string> {
  return runTool('git', ['-c', 'init.defaultBranch=main', ...args], {
    cwd,
    env: identity,
  });
}

/** A generated repository in Git, as it is after the wizard. */
export interface TestRepository {
  /** A folder of its own, for whatever the test needs. */
  readonly root: string;
  /** The bare repository. */
  readonly origin: string;
  readonly files: ReadonlyMap<string, string>;
  /** Another bare copy, to push to. */
  fork(name: string): Promise<string>;
  /** A clone whose `origin` looks like GitLab. */
  clone(name: string): Promise<string>;
  /** An executable shell script below the root. */
  writeProgram(file: string, script: string): Promise<void>;
  remove(): Promise<void>;
}

/** Commits and pushes what the template makes of the wizard's answers. */
export async function aRepository(
  input: TemplateValues = anInput(),
): Promise<TestRepository> {
  return repositoryOf(await renderTemplate(input));
}

/** A platform repository to which apps were merged, one for each of the wizard's answers. */
export async function aPlatformRepository(
  inputs: readonly TemplateValues[],
  platformInput: PlatformValues = aPlatformInput(),
): Promise<TestRepository> {
  const platform = await renderTemplate(platformInput, 'gitops-platform');
  const apps: (readonly [string, string])[] = [];
  for (const input of inputs) {
    apps.push(...(await renderTemplate(input)));
  }
  return repositoryOf(new Map([...platform, ...apps]));
}

async function repositoryOf(
  files: ReadonlyMap<string, string>,
): Promise<TestRepository> {
  const root = await mkdtemp(path.join(tmpdir(), 'repository-'));
  const folder = path.join(root, 'work');
  const origin = path.join(root, 'orders-api.git');
  for (const [file, content] of files) {
    const target = path.join(folder, file);
    await mkdir(path.dirname(target), { recursive: true });
    await writeFile(target, content);
  }
  await git(root, 'init', '--quiet', '--bare', origin);
  await git(folder, 'init', '--quiet');
  await git(folder, 'add', '--all');
  await git(folder, 'commit', '--quiet', '--message', 'feat: create');
  await git(folder, 'push', '--quiet', origin, 'main');
  return {
    root,
    origin,
    files,
    async fork(name) {
      const copy = path.join(root, `${name}.git`);
      await git(root, 'clone', '--quiet', '--bare', origin, copy);
      return copy;
    },
    async clone(name) {
      const target = path.join(root, name);
      await git(root, 'clone', '--quiet', origin, target);
      const url = 'https://gitlab.example.com/demo/orders-api.git';
      await git(target, 'remote', 'set-url', 'origin', url);
      return target;
    },
    async writeProgram(file, script) {
      const target = path.join(root, file);
      await mkdir(path.dirname(target), { recursive: true });
      await writeFile(target, `#!/bin/sh\n${script}\n`, { mode: 0o755 });
    },
    remove: () => rm(root, { recursive: true, force: true }),
  };
}
