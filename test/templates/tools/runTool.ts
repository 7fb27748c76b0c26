import { spawn } from 'node:child_process';

/** What a program said. */
export interface ToolRun {
  readonly code: number | null;
  readonly stdout: string;
  /** Both streams, as a terminal would show them. */
  readonly output: string;
}

export interface RunToolOptions {
  readonly cwd?: string;
  readonly input?: string;
  readonly env?: Readonly<Record<string, string>>;
}

/** Runs a program to its end, whatever the end is. */
export async function tryTool(
  program: string,
  args: readonly string[],
  options: RunToolOptions = {},
): Promise<ToolRun> {
  return new Promise((resolve, reject) => {
    const child = spawn(program, args, {
      cwd: options.cwd,
      env: { ...process.env, ...options.env },
      stdio: 'pipe',
    });
    let stdout = '';
    let output = '';
    child.stdout.on('data', data => {
      stdout += data;
      output += data;
    });
    child.stderr.on('data', data => {
      output += data;
    });
    child.on('error', reject);
    child.on('close', code => resolve({ code, stdout, output }));
    child.stdin.end(options.input);
  });
}

/** Runs a program and gives its standard output; throws with all its output when it fails. */
export async function runTool(
  program: string,
  args: readonly string[],
  options?: RunToolOptions,
): Promise<string> {
  const { code, stdout, output } = await tryTool(program, args, options);
  if (code !== 0) {
    throw new Error(
      `${program} ${args.join(' ')} ended with ${code}\n${output}`,
    );
  }
  return stdout;
}
