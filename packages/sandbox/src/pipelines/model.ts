import { z } from 'zod';

/** GitLab's names of states, as far as they occur here. */
export const statusSchema = z.enum([
  'created',
  'pending',
  'running',
  'manual',
  'success',
  'failed',
  'canceled',
  'skipped',
]);

export type CiStatus = z.infer<typeof statusSchema>;

export const jobSchema = z.object({
  id: z.number(),
  name: z.string(),
  stage: z.string(),
  status: statusSchema,
  when: z.enum(['on_success', 'on_failure', 'always', 'manual']),
  allowFailure: z.boolean(),
  /** Undefined: waits for all earlier stages. */
  needs: z.array(z.string()).optional(),
  /** Lines as they would run: `before_script`, `script`. */
  script: z.array(z.string()),
  /** Of the file and of the rule that matched; predefined ones and those of the project are not repeated here. */
  variables: z.record(z.string()),
  image: z.string().optional(),
  environment: z.string().optional(),
  createdAt: z.string(),
  startedAt: z.string().optional(),
  finishedAt: z.string().optional(),
  hasCoverage: z.boolean(),
  resourceGroup: z.string().optional(),
  confirmation: z.string().optional(),
  coverage: z.number().optional(),
  failureReason: z.string().optional(),
  log: z.string(),
  /** An earlier attempt that was retried; kept for its log, without a say in the pipeline's state. */
  retried: z.boolean(),
});

export type CiJob = z.infer<typeof jobSchema>;

export const pipelineSchema = z.object({
  id: z.number(),
  iid: z.number(),
  projectId: z.number(),
  ref: z.string(),
  isTag: z.boolean(),
  sha: z.string(),
  beforeSha: z.string().optional(),
  source: z.enum([
    'push',
    'web',
    'trigger',
    'api',
    'schedule',
    'merge_request_event',
  ]),
  status: statusSchema,
  stages: z.array(z.string()),
  jobs: z.array(jobSchema),
  /** Of the merge request that it belongs to. */
  mergeRequestIid: z.number().optional(),
  /** Handed in by whoever triggered it. */
  variables: z.record(z.string()),
  /** From the past: nothing in it moves until somebody plays or retries a job. */
  atRest: z.boolean(),
  yamlErrors: z.string().optional(),
  createdAt: z.string(),
  updatedAt: z.string(),
  startedAt: z.string().optional(),
  finishedAt: z.string().optional(),
});

export type CiPipeline = z.infer<typeof pipelineSchema>;

/** A pipeline of the past, for seeding. Jobs stand in the order of their stages. */
export interface PipelineRecord {
  /** Full path or id of the project. */
  readonly project: string | number;
  readonly sha: string;
  /** Default: `main`. */
  readonly ref?: string;
  readonly status: CiStatus;
  readonly source?: CiPipeline['source'];
  readonly createdAt: Date;
  readonly jobs: readonly {
    readonly name: string;
    readonly stage: string;
    readonly status: CiStatus;
    readonly startedAt?: Date;
    readonly finishedAt?: Date;
    readonly allowFailure?: boolean;
    readonly environment?: string;
    /** Percent. */
    readonly coverage?: number;
    /** The job's log, one string. */
    readonly log?: string;
    /** What a press on “play” or “retry” would do; recognised as any script is. */
    readonly script?: readonly string[];
  }[];
}
