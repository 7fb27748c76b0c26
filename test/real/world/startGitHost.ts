import { execFile } from 'node:child_process';
import { randomBytes } from 'node:crypto';
import { mkdir, mkdtemp, readFile, rm, writeFile } from 'node:fs/promises';
import path from 'node:path';
import { promisify } from 'node:util';
import { startSandbox } from 'sandbox/src/startSandbox';
import { argocd, dataDir } from './realSystems';

const run = promisify(execFile);

/** Content by path. */
export type Files = ReadonlyMap<string, string>;

/** What changes files: a program with its arguments, in a folder of the repository. */
export interface Edit {
  readonly folder: string;
  readonly command: string;
  readonly args: readonly string[];
  readonly env?: Readonly<Record<string, string>>;
}

/** Private repositories behind the sandbox's Git smart HTTP, which the real Argo CD reads. */
export interface GitHost {
  readonly url: string;
  readonly token: string;
  readonly sealedSecretsUrl: string;
  /** Clone URL of a repository in the group `demo`. */
  cloneUrl(name: string): string;
  /** Creates the repository; resolves to the SHA of its first commit on `main`. */
  create(name: string, files: Files): Promise<string>;
  /** Commits and pushes; resolves to the SHA. */
  change(name: string, files: Files, message: string): Promise<string>;
  /** Runs a program in a folder of the repository, commits and pushes what it wrote; resolves to the SHA. */
  edit(name: string, message: string, edit: Edit): Promise<string>;
  /** Removes a file or a folder, commits and pushes. */
  remove(name: string, file: string): Promise<void>;
  read(name: string, file: string): Promise<string>;
  stop(): Promise<void>;
}

/** Starts a sandbox for its Git alone, and gives the real Argo CD the right to read it. */
export async function startGitHost(): Promise<GitHost> {
  await mkdir(dataDir, { recursive: true });
  const folder = await mkdtemp(path.join(dataDir, 'git-host-'));
  const token = randomBytes(20).toString('hex');
  const sandbox = await startSandbox({
    dataDir: path.join(folder, 'sandbox'),
    gitlabToken: token,
    argocdToken: randomBytes(20).toString('hex'),
    githubToken: randomBytes(20).toString('hex'),
    githubPort: 0,
    gitlabPort: 0,
    argocdPort: 0,
    sealedSecretsPort: 0,
    seed: false,
  });
  const url = sandbox.gitlabUrl;
  await letArgocdRead(url, token);

  const cloneUrl = (name: string) => `${url}/demo/${name}.git`;
  const workFolder = (name: string) => path.join(folder, 'work', name);
  const git = (name: string, ...args: readonly string[]) =>
    run('git', ['-C', workFolder(name), ...args], {
      env: {
        ...process.env,
        GIT_CONFIG_NOSYSTEM: '1',
        GIT_CONFIG_GLOBAL: '/dev/null',
        GIT_TERMINAL_PROMPT: '0',
      },
    });

  const push = async (name: string, message: string) => {
    await git(name, 'add', '--all');
    await git(name, 'commit', '--quiet', '--message', message);
    await git(name, 'push', '--quiet', 'origin', 'main');
    const { stdout } = await git(name, 'rev-parse', 'HEAD');
    return stdout.trim();
  };

  const change: GitHost['change'] = async (name, files, message) => {
    for (const [file, content] of files) {
      const target = path.join(workFolder(name), file);
      await mkdir(path.dirname(target), { recursive: true });
      await writeFile(target, content);
    }
    return push(name, message);
  };

  return {
    url,
    token,
    sealedSecretsUrl: sandbox.sealedSecretsUrl,
    cloneUrl,
    change,
    async create(name, files) {
      await createProject(url, token, name);
      await mkdir(workFolder(name), { recursive: true });
      await git(name, 'init', '--quiet', '--initial-branch=main');
      const pushUrl = new URL(cloneUrl(name));
      pushUrl.username = 'oauth2';
      pushUrl.password = token;
      await git(name, 'remote', 'add', 'origin', pushUrl.href);
      await git(name, 'config', 'user.name', 'Slipway');
      await git(name, 'config', 'user.email', 'slipway@example.com');
      return change(name, files, 'feat: begin [skip ci]');
    },
    async edit(name, message, { folder: inside, command, args, env }) {
      await run(command, args, {
        cwd: path.join(workFolder(name), inside),
        env: { ...process.env, ...env },
      });
      return push(name, message);
    },
    async remove(name, file) {
      await rm(path.join(workFolder(name), file), { recursive: true });
      await push(name, `chore: remove ${file}`);
    },
    read: (name, file) => readFile(path.join(workFolder(name), file), 'utf8'),
    async stop() {
      await sandbox.stop();
      await rm(folder, { recursive: true, force: true });
    },
  };
}

async function createProject(
  url: string,
  token: string,
  name: string,
): Promise<void> {
  const response = await fetch(`${url}/api/v4/projects`, {
    method: 'POST',
    headers: { 'Content-Type': 'application/json', 'PRIVATE-TOKEN': token },
    body: JSON.stringify({ name, path: name, visibility: 'private' }),
  });
  if (!response.ok) {
    throw new Error(
      `the project “${name}” was not created: ${response.status}`,
    );
  }
}

/** One credential for every repository of the host, as the documentation asks platform engineers to set up. */
async function letArgocdRead(url: string, token: string): Promise<void> {
  const response = await fetch(`${argocd.url}/api/v1/repocreds?upsert=true`, {
    method: 'POST',
    headers: {
      'Content-Type': 'application/json',
      Authorization: `Bearer ${argocd.token}`,
    },
    body: JSON.stringify({ url, username: 'oauth2', password: token }),
  });
  if (!response.ok) {
    throw new Error(
      `Argo CD did not take the repository credentials: ${response.status}`,
    );
  }
}
