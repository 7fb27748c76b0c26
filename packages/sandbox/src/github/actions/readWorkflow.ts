import { parse } from 'yaml';
import { z } from 'zod';

/** A file below `.github/workflows` that GitHub would refuse. */
export class WorkflowError extends Error {}

const words = z
  .union([z.string(), z.array(z.string())])
  .transform(value => [value].flat());
const scalar = z.union([z.string(), z.number(), z.boolean(), z.null()]);
const environmentVariables = z.record(scalar).default({});
const condition = z.union([
  z.string(),
  z.boolean(),
  z.number().transform(String),
]);

const concurrency = z
  .union([
    z.string().transform(group => ({ group, 'cancel-in-progress': false })),
    z.object({
      group: z.string(),
      'cancel-in-progress': z.union([z.boolean(), z.string()]).default(false),
    }),
  ])
  .optional();

const defaults = z
  .object({
    run: z.object({ 'working-directory': z.string().optional() }).default({}),
  })
  .default({});

const step = z
  .object({
    id: z.string().optional(),
    name: z.string().optional(),
    if: condition.optional(),
    uses: z.string().optional(),
    run: z.string().optional(),
    with: z.record(scalar).default({}),
    env: environmentVariables,
    'working-directory': z.string().optional(),
    'continue-on-error': z.union([z.boolean(), z.string()]).default(false),
  })
  .refine(({ uses, run }) => (uses === undefined) !== (run === undefined), {
    message: "every step must define a 'uses' or 'run' key, and not both",
  });

export type StepDefinition = z.infer<typeof step>;

const job = z
  .object({
    name: z.string().optional(),
    needs: words.default([]),
    if: condition.optional(),
    'runs-on': z.unknown(),
    environment: z
      .union([
        z.string().transform(name => ({ name })),
        z.object({ name: z.string() }),
      ])
      .optional(),
    concurrency,
    outputs: z.record(scalar).default({}),
    env: environmentVariables,
    defaults,
    strategy: z
      .object({
        matrix: z.union([z.string(), z.record(z.unknown())]).optional(),
      })
      .default({}),
    'continue-on-error': z.union([z.boolean(), z.string()]).default(false),
    steps: z.array(step).default([]),
    /** A reusable workflow. */
    uses: z.string().optional(),
  })
  .refine(value => value.uses !== undefined || Boolean(value['runs-on']), {
    message: 'Required property is missing: runs-on',
  });

export type JobDefinition = z.infer<typeof job>;

const filter = z
  .object({
    branches: words.optional(),
    'branches-ignore': words.optional(),
    tags: words.optional(),
    'tags-ignore': words.optional(),
    paths: words.optional(),
    'paths-ignore': words.optional(),
    types: words.optional(),
    inputs: z
      .record(
        z
          .object({
            default: scalar.optional(),
            required: z.boolean().optional(),
          })
          .nullish(),
      )
      .nullish(),
  })
  .nullish()
  .transform(value => value ?? {});

export type TriggerFilter = z.infer<typeof filter>;

const triggers = z.union([
  words.transform(names =>
    Object.fromEntries(names.map(name => [name, {} as TriggerFilter])),
  ),
  // a schedule is a list, which nothing here waits for
  z
    .record(z.unknown())
    .transform(events =>
      Object.fromEntries(
        Object.entries(events).filter(([, value]) => !Array.isArray(value)),
      ),
    )
    .pipe(z.record(filter)),
]);

const workflowSchema = z.object({
  name: z.string().optional(),
  'run-name': z.string().optional(),
  on: triggers,
  env: environmentVariables,
  defaults,
  concurrency,
  jobs: z.record(job),
});

export type Workflow = z.infer<typeof workflowSchema>;

/** Reads a workflow's file. Throws `WorkflowError` with what GitHub would complain about. */
export function readWorkflow(source: string): Workflow {
  let value: unknown;
  try {
    value = parse(source, { merge: true });
  } catch (error) {
    throw new WorkflowError(
      `You have an error in your yaml syntax: ${error instanceof Error ? error.message : error}`,
    );
  }
  const read = workflowSchema.safeParse(value);
  if (!read.success) {
    const [issue] = read.error.issues;
    throw new WorkflowError(`${issue.path.join('.')}: ${issue.message}`);
  }
  const { jobs } = read.data;
  for (const [key, { needs }] of Object.entries(jobs)) {
    const missing = needs.find(need => !(need in jobs));
    if (missing) {
      throw new WorkflowError(
        `Job '${key}' depends on unknown job '${missing}'.`,
      );
    }
  }
  if (!hasStart(jobs)) {
    throw new WorkflowError(
      'The workflow must contain at least one job with no dependencies.',
    );
  }
  return read.data;
}

/** False when jobs wait for each other in a circle. */
function hasStart(jobs: Readonly<Record<string, JobDefinition>>): boolean {
  const done = new Set<string>();
  for (;;) {
    const next = Object.entries(jobs).filter(
      ([key, { needs }]) =>
        !done.has(key) && needs.every(need => done.has(need)),
    );
    if (next.length === 0) {
      return done.size > 0 && done.size === Object.keys(jobs).length;
    }
    next.forEach(([key]) => done.add(key));
  }
}
