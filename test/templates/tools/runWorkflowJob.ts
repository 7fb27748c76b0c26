import { mkdir, mkdtemp, readFile, writeFile } from 'node:fs/promises';
import path from 'node:path';
import { git, type TestRepository } from './aRepository';
import { toolsRoot } from './findTool';
import { tryTool, type ToolRun } from './runTool';
import { jobOf, workflowOf } from './workflows';

export interface WorkflowJobRun {
  /** Name of its file without the ending. Default: delivery */
  readonly workflow?: string;
  readonly job: string;
  /** The bare repository that the job clones and may push to. */
  readonly origin: string;
  /** What GitHub's expressions stand for. One that is used and not given fails the test. */
  readonly expressions?: Readonly<Record<string, string>>;
  /** What GitHub defines. */
  readonly variables?: Readonly<Record<string, string>>;
  /** Folders with programs that stand in for what cannot be here. */
  readonly programs?: readonly string[];
}

export interface WorkflowJobResult extends ToolRun {
  /** What the steps wrote to `$GITHUB_OUTPUT`. */
  readonly outputs: Readonly<Record<string, string>>;
}

/**
 * Runs the very scripts of a job's steps, as a runner would: in a fresh clone, with the job's environment, up to the first failure.
 * Of the steps that use an action only the checkout is made good for; what others would install comes from the tools of this machine.
 */
export async function tryWorkflowJob(
  repository: TestRepository,
  {
    workflow: name = 'delivery',
    job: jobName,
    origin,
    expressions = {},
    variables = {},
    programs = [],
  }: WorkflowJobRun,
): Promise<WorkflowJobResult> {
  const workflow = workflowOf(repository.files, name);
  const job = jobOf(workflow, jobName);
  const home = await mkdtemp(path.join(repository.root, 'runner-'));
  const folder = path.join(home, 'work');
  const outputFile = path.join(home, 'output');
  await writeFile(outputFile, '');
  await git(home, 'clone', '--quiet', `file://${origin}`, folder);
  const sha = (await git(folder, 'rev-parse', 'HEAD')).trim();
  const evaluated = (env: Readonly<Record<string, string>>) =>
    Object.fromEntries(
      Object.entries(env).map(([key, value]) => [
        key,
        evaluate(value, expressions),
      ]),
    );
  const env = {
    HOME: home,
    PATH: [...programs, path.join(toolsRoot, 'bin'), process.env.PATH].join(
      path.delimiter,
    ),
    GITHUB_OUTPUT: outputFile,
    GITHUB_REPOSITORY: 'demo/orders-api',
    GITHUB_RUN_ATTEMPT: '1',
    GITHUB_SHA: sha,
    ...variables,
    ...evaluated(job.env),
  };
  const cwd = path.join(
    folder,
    job.defaults.run['working-directory'] ||
      workflow.defaults.run['working-directory'],
  );
  await mkdir(cwd, { recursive: true });

  let result: ToolRun = { code: 0, stdout: '', output: '' };
  for (const step of job.steps) {
    const wanted = /^env\.(\w+) == '(\w+)'$/.exec(step.if ?? '');
    const isMeant =
      !wanted ||
      new Map(Object.entries(env)).get(wanted[1] ?? '') === wanted[2];
    if (step.run && isMeant && !/install-\w+\.sh$/.test(step.run)) {
      // What `shell: bash` means to GitHub.
      const { code, stdout, output } = await tryTool(
        'bash',
        ['--noprofile', '--norc', '-eo', 'pipefail', '-c', step.run],
        { cwd, env: { ...env, ...evaluated(step.env) } },
      );
      result = {
        code,
        stdout: result.stdout + stdout,
        output: result.output + output,
      };
      if (code !== 0) {
        break;
      }
    }
  }
  const written = (await readFile(outputFile, 'utf8')).split('\n');
  return {
    ...result,
    outputs: Object.fromEntries(
      written.filter(Boolean).map(line => {
        const equals = line.indexOf('=');
        return [line.slice(0, equals), line.slice(equals + 1)];
      }),
    ),
  };
}

/** As `tryWorkflowJob`, and throws with all the output when the job fails. */
export async function runWorkflowJob(
  repository: TestRepository,
  run: WorkflowJobRun,
): Promise<WorkflowJobResult> {
  const result = await tryWorkflowJob(repository, run);
  if (result.code !== 0) {
    throw new Error(`${run.job} ended with ${result.code}\n${result.output}`);
  }
  return result;
}

function evaluate(
  text: string,
  expressions: Readonly<Record<string, string>>,
): string {
  return text.replace(/\$\{\{ (.*?) \}\}/g, (_, expression: string) => {
    const value = expressions[expression];
    if (value === undefined) {
      throw new Error(`Nobody said what ${expression} is`);
    }
    return value;
  });
}
