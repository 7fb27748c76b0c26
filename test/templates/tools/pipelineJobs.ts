import { z } from 'zod';
import { runTool } from './runTool';

const jobsSchema = z.array(
  z.object({
    name: z.string(),
    stage: z.string(),
    when: z.string(),
    needs: z.array(z.object({ job: z.string() }).passthrough()).nullish(),
  }),
);

/** A job that a pipeline would have. */
export type PipelineJob = z.infer<typeof jobsSchema>[number];

export interface PipelineOfOptions {
  /** A clone. */
  readonly cwd: string;
  /** Compares with the branch at the remote, as for a push of what is there only here. Otherwise all counts as changed. */
  readonly changesOnly?: boolean;
  readonly variables?: Readonly<Record<string, string>>;
}

/** The jobs that gitlab-ci-local would put into a pipeline, in their order. */
export async function pipelineJobs(
  gitlabCiLocal: string,
  { cwd, changesOnly = false, variables = {} }: PipelineOfOptions,
): Promise<readonly PipelineJob[]> {
  const given = Object.entries(variables).flatMap(([name, value]) => [
    ...['--variable', `${name}=${value}`],
  ]);
  const list = await runTool(
    gitlabCiLocal,
    [
      ...[`--evaluate-rule-changes=${changesOnly}`, ...given],
      ...['--ignore-predefined-vars', Object.keys(variables).join(',')],
      '--list-json',
    ],
    { cwd },
  );
  // In this form it lists those too that are left out.
  return jobsSchema.parse(JSON.parse(list)).filter(job => job.when !== 'never');
}
