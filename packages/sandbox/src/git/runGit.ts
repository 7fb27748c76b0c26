import { spawn } from 'node:child_process';

/** A git command that ended with another code than 0; `stderr` is what it said. */
export class GitError extends Error {
  constructor(
    readonly command: string,
    readonly exitCode: number | null,
    readonly stderr: string,
  ) {
    super(`git ${command} failed (${exitCode}): ${stderr.trim()}`);
    this.name = 'GitError';
  }
}

/** An environment in which the configuration of the user and of the machine has no say. */
export function gitEnvironment(configFile: string): NodeJS.ProcessEnv {
  return {
    PATH: process.env.PATH,
    SystemRoot: process.env.SystemRoot,
    LC_ALL: 'C',
    HOME: '/nonexistent',
    GIT_CONFIG_NOSYSTEM: '1',
    GIT_CONFIG_GLOBAL: configFile,
    GIT_TERMINAL_PROMPT: '0',
  };
}

/** Runs git without a shell and resolves with its standard output; rejects with `GitError`. */
export function runGit(
  args: readonly string[],
  options: {
    readonly env: NodeJS.ProcessEnv;
    readonly input?: string | Buffer;
  },
): Promise<Buffer> {
  return new Promise((resolve, reject) => {
    const child = spawn('git', [...args], { env: options.env });
    const out: Buffer[] = [];
    const err: Buffer[] = [];
    child.stdout.on('data', chunk => out.push(chunk));
    child.stderr.on('data', chunk => err.push(chunk));
    child.on('error', reject);
    // git may end before it has read all of its input; its exit code says why
    child.stdin.on('error', () => {});
    child.on('close', code => {
      if (code === 0) {
        resolve(Buffer.concat(out));
      } else {
        const verb = args.find(arg => /^[a-z]/.test(arg)) ?? '';
        reject(new GitError(verb, code, Buffer.concat(err).toString('utf8')));
      }
    });
    child.stdin.end(options.input);
  });
}
