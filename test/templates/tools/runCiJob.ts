import { mkdtemp } from 'node:fs/promises';
import path from 'node:path';
import { git, type TestRepository } from './aRepository';
import { ciJobs } from './ciJobs';
import { toolsRoot } from './findTool';
import { tryTool, type ToolRun } from './runTool';

export interface CiJobRun {
  /** Name of the job. */
  readonly job: string;
  /** The bare repository that the job clones and may push to. */
  readonly origin: string;
  /** What GitLab, the project and the group define. */
  readonly variables?: Readonly<Record<string, string>>;
  /** Folders with programs that stand in for what cannot be here. */
  readonly programs?: readonly string[];
}

/** Runs the very script of a job, as a runner would: in a fresh clone, with the job's variables, up to the first failure. */
export async function tryCiJob(
  repository: TestRepository,
  { job, origin, variables = {}, programs = [] }: CiJobRun,
): Promise<ToolRun> {
  const config = ciJobs(repository.files).get(job);
  if (!config?.script) {
    throw new Error(`There is no script of ${job}`);
  }
  const home = await mkdtemp(path.join(repository.root, 'runner-'));
  const folder = path.join(home, 'build');
  await git(home, 'clone', '--quiet', '--depth=1', `file://${origin}`, folder);
  const given = {
    CI_COMMIT_SHORT_SHA: '0a1b2c3d',
    CI_DEFAULT_BRANCH: 'main',
    CI_JOB_ID: '4711',
    CI_JOB_TOKEN: 'job-token',
    CI_PROJECT_DIR: folder,
    CI_PROJECT_URL: origin.replace(/\.git$/, ''),
    CI_REGISTRY_IMAGE: 'registry.example.com/demo/orders-api',
    CI_SERVER_HOST: 'gitlab.example.com',
    ...variables,
  };
  const known = new Map(Object.entries(given));
  const own = Object.entries(config.variables).map(([name, value]) => [
    name,
    value.replace(/\$(\w+)/g, (_, other: string) => known.get(other) ?? ''),
  ]);
  return tryTool('sh', ['-e', '-c', config.script], {
    cwd: folder,
    env: {
      HOME: home,
      PATH: [...programs, path.join(toolsRoot, 'bin'), process.env.PATH].join(
        path.delimiter,
      ),
      ...Object.fromEntries(own),
      // Those of the project win over those of the file.
      ...given,
    },
  });
}

/** As `tryCiJob`, and throws with all the output when the job fails. */
export async function runCiJob(
  repository: TestRepository,
  run: CiJobRun,
): Promise<string> {
  const { code, output } = await tryCiJob(repository, run);
  if (code !== 0) {
    throw new Error(`${run.job} ended with ${code}\n${output}`);
  }
  return output;
}
