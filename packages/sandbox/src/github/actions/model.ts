import { z } from 'zod';

const conclusionSchema = z.enum([
  'success',
  'failure',
  'cancelled',
  'skipped',
  'startup_failure',
]);

/** GitHub's names of how something ended, as far as they occur here. */
export type Conclusion = z.infer<typeof conclusionSchema>;

const stepSchema = z.object({
  number: z.number(),
  name: z.string(),
  status: z.enum(['queued', 'in_progress', 'completed']),
  conclusion: conclusionSchema.optional(),
  startedAt: z.string().optional(),
  completedAt: z.string().optional(),
});

export type WorkflowStep = z.infer<typeof stepSchema>;

const concurrencySchema = z.object({
  group: z.string(),
  cancelInProgress: z.boolean(),
});

export type Concurrency = z.infer<typeof concurrencySchema>;

const jobSchema = z.object({
  id: z.number(),
  /** Its name in the file; the legs of a matrix share it. */
  key: z.string(),
  name: z.string(),
  matrix: z.record(z.unknown()),
  needs: z.array(z.string()),
  /**
   * `blocked`: what it needs has not finished (GitHub does not show it yet). `pending`: its concurrency group is taken. `waiting`:
   * for an approval. `queued`: for a runner.
   */
  status: z.enum([
    'blocked',
    'pending',
    'waiting',
    'queued',
    'in_progress',
    'completed',
  ]),
  conclusion: conclusionSchema.optional(),
  continueOnError: z.boolean(),
  environment: z.string().optional(),
  concurrency: concurrencySchema.optional(),
  attempt: z.number(),
  outputs: z.record(z.string()),
  steps: z.array(stepSchema),
  log: z.string(),
  createdAt: z.string(),
  startedAt: z.string().optional(),
  completedAt: z.string().optional(),
  /** Of an earlier attempt, replaced by another one; kept for its log. */
  retried: z.boolean(),
});

export type WorkflowJob = z.infer<typeof jobSchema>;

const reviewSchema = z.object({
  environment: z.string(),
  state: z.enum(['approved', 'rejected']),
  comment: z.string(),
  at: z.string(),
});

export const runSchema = z.object({
  id: z.number(),
  repositoryId: z.number(),
  /** Counts the runs of its workflow. */
  number: z.number(),
  attempt: z.number(),
  /** Path of the workflow's file. */
  path: z.string(),
  workflowName: z.string(),
  title: z.string(),
  event: z.enum(['push', 'pull_request', 'workflow_dispatch']),
  /** Full, for example `refs/heads/main`. */
  ref: z.string(),
  branch: z.string(),
  sha: z.string(),
  beforeSha: z.string().optional(),
  pullRequest: z.number().optional(),
  action: z.string().optional(),
  inputs: z.record(z.string()),
  concurrency: concurrencySchema.optional(),
  /** Its concurrency group was taken when it came: none of its jobs begins. */
  held: z.boolean(),
  status: z.enum(['pending', 'queued', 'waiting', 'in_progress', 'completed']),
  conclusion: conclusionSchema.optional(),
  jobs: z.array(jobSchema),
  reviews: z.array(reviewSchema),
  /** Why the file is no workflow. */
  error: z.string().optional(),
  createdAt: z.string(),
  updatedAt: z.string(),
  /** Of the current attempt. */
  startedAt: z.string(),
  completedAt: z.string().optional(),
});

export type WorkflowRun = z.infer<typeof runSchema>;
