import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { type Sandbox, startSandbox } from 'sandbox/src/startSandbox';

/** What the sandbox accepts. */
export const sandboxTokens = {
  gitlab: 'gitlab-token-4711',
  argocd: 'argocd-token-4711',
  github: 'github-token-4711',
} as const;

/** A sandbox of its own for one test file, empty, and fast. */
export interface RunningSandbox {
  readonly world: Sandbox['world'];
  readonly gitlabUrl: string;
  readonly githubUrl: string;
  /** Makes a repository of these files on GitLab; the answer is its clone URL. */
  addRepository(
    repository: string,
    files: ReadonlyMap<string, string>,
  ): Promise<string>;
  /** Commits files to a repository's default branch. */
  commit(
    repository: string,
    files: Readonly<Record<string, string>>,
  ): Promise<void>;
  /** Argo CD's API: the body of its answer. */
  argocd(method: string, pathname: string, body?: unknown): Promise<unknown>;
  /** `Synced Healthy` and the like, by name. */
  states(): Record<string, string>;
  stop(): Promise<void>;
}

export async function startRunningSandbox(
  speed = 200,
): Promise<RunningSandbox> {
  const dataDir = await mkdtemp(path.join(tmpdir(), 'sandbox-'));
  const sandbox = await startSandbox({
    dataDir,
    gitlabToken: sandboxTokens.gitlab,
    argocdToken: sandboxTokens.argocd,
    githubToken: sandboxTokens.github,
    gitlabPort: 0,
    argocdPort: 0,
    sealedSecretsPort: 0,
    githubPort: 0,
    seed: false,
    speed,
  });
  const { git } = sandbox.world.gitlab;
  const commit = async (
    repository: string,
    files: Iterable<readonly [string, string]>,
  ) => {
    await git.commitFiles(
      repository,
      'main',
      [...files].map(([file, content]) => ({
        action: 'write' as const,
        path: file,
        content,
      })),
      { message: 'change', pushOptions: ['ci.skip'] },
    );
  };
  return {
    world: sandbox.world,
    gitlabUrl: sandbox.gitlabUrl,
    githubUrl: sandbox.githubUrl,
    async addRepository(repository, files) {
      await git.createRepository(repository);
      await commit(repository, files);
      return `${sandbox.gitlabUrl}/${repository}.git`;
    },
    commit: async (repository, files) =>
      commit(repository, Object.entries(files)),
    async argocd(method, pathname, body) {
      const response = await fetch(`${sandbox.argocdUrl}/api/v1${pathname}`, {
        method,
        headers: {
          Authorization: `Bearer ${sandboxTokens.argocd}`,
          'Content-Type': 'application/json',
        },
        ...(body !== undefined && { body: JSON.stringify(body) }),
      });
      const answer: unknown = await response.json();
      if (!response.ok) {
        throw new Error(`${pathname}: ${JSON.stringify(answer)}`);
      }
      return answer;
    },
    states: () =>
      Object.fromEntries(
        sandbox.world.argocd.store
          .applications()
          .map(({ metadata, status }) => [
            metadata.name,
            `${status.sync.status} ${status.health.status}`,
          ]),
      ),
    async stop() {
      await sandbox.stop();
      await rm(dataDir, { recursive: true, force: true });
    },
  };
}

/** Waits for a value that satisfies; gives the last one when time is up. */
export async function eventually<T>(
  read: () => T,
  isDone: (value: T) => boolean,
  timeoutMs = 30_000,
): Promise<T> {
  const end = Date.now() + timeoutMs;
  for (;;) {
    const value = read();
    if (isDone(value) || Date.now() > end) {
      return value;
    }
    await new Promise(resolve => setTimeout(resolve, 50));
  }
}
