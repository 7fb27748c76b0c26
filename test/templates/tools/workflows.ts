import { z } from 'zod';
import { yamlFile } from '../yamlFiles';

const textSchema = z
  .union([z.string(), z.number(), z.boolean()])
  .transform(String);
const envSchema = z.record(textSchema).default({});
const listSchema = z
  .union([z.string(), z.array(z.string())])
  .transform(values => [values].flat())
  .default([]);
const defaultsSchema = z
  .object({ run: z.object({ 'working-directory': z.string().default('') }) })
  .default({ run: {} });

const stepSchema = z.object({
  name: z.string().optional(),
  if: z.string().optional(),
  uses: z.string().optional(),
  with: z.record(textSchema).default({}),
  run: z.string().optional(),
  env: envSchema,
});

const jobSchema = z.object({
  needs: listSchema,
  if: z.string().optional(),
  environment: z.string().optional(),
  concurrency: z
    .object({ group: z.string(), 'cancel-in-progress': z.boolean() })
    .optional(),
  permissions: z.record(z.string()).optional(),
  services: z.record(z.unknown()).optional(),
  defaults: defaultsSchema,
  env: envSchema,
  steps: z.array(stepSchema),
});

const workflowSchema = z.object({
  on: z.record(z.unknown()),
  permissions: z.record(z.string()),
  defaults: defaultsSchema,
  jobs: z.record(jobSchema),
});

export type WorkflowStep = z.infer<typeof stepSchema>;
export type WorkflowJob = z.infer<typeof jobSchema>;
export type Workflow = z.infer<typeof workflowSchema>;

/** One of a repository's workflows, by the name of its file. */
export function workflowOf(
  files: ReadonlyMap<string, string>,
  name = 'delivery',
): Workflow {
  return workflowSchema.parse(yamlFile(files, `.github/workflows/${name}.yml`));
}

/** A job by its name. */
export function jobOf({ jobs }: Workflow, name: string): WorkflowJob {
  const job = jobs[name];
  if (!job) {
    throw new Error(
      `There is no job ${name}, only ${Object.keys(jobs).join(', ')}`,
    );
  }
  return job;
}
