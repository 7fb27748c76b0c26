import { z } from 'zod';

const text = z
  .string()
  .nullish()
  .transform(value => value ?? undefined);
const number = z
  .number()
  .nullish()
  .transform(value => value ?? undefined);
// GraphQL writes pipeline and job states in capitals, stage states and REST in small letters.
const status = z
  .string()
  .nullish()
  .transform(value => value?.toLowerCase() ?? 'unknown');
const gid = z
  .string()
  .transform(value => value.slice(value.lastIndexOf('/') + 1));

// A node is null where the token's user may not see it.
function nodesOf<T extends z.ZodTypeAny>(node: T) {
  return z
    .object({ nodes: z.array(node.nullable()).nullish() })
    .nullish()
    .transform((connection): z.output<T>[] =>
      (connection?.nodes ?? []).filter(
        (item): item is z.output<T> => item !== null,
      ),
    );
}

const run = z.object({
  id: gid,
  iid: z.coerce.string(),
  status,
  ref: text,
  sha: text,
  path: text,
  createdAt: z.string(),
  startedAt: text,
  finishedAt: text,
  duration: number,
  commit: z
    .object({
      sha: z.string(),
      title: text,
      authorName: text,
      authoredDate: text,
      webUrl: text,
    })
    .nullish(),
  stages: nodesOf(z.object({ name: text, status })),
});

const projectRuns = z.object({
  fullPath: z.string(),
  repository: z.object({ rootRef: text }).nullish(),
  pipelines: nodesOf(run),
});

const jobState = z.object({
  id: gid.nullish(),
  name: text,
  status,
  allowFailure: z.boolean(),
  stage: z.object({ name: text }).nullish(),
});

const sharedProjectRuns = projectRuns.extend({
  pipelines: nodesOf(run.extend({ jobs: nodesOf(jobState) })),
});

const job = z.object({
  // Jobs of an external CI have no id.
  id: gid.nullish(),
  name: text,
  status,
  allowFailure: z.boolean(),
  playable: z.boolean(),
  retryable: z.boolean(),
  retried: z.boolean().nullish(),
  startedAt: text,
  finishedAt: text,
  duration: number,
  coverage: number,
  webPath: text,
  stage: z.object({ name: text }).nullish(),
});

/** Answer of `latestPipelinesQuery`. */
export const latestPipelinesAnswer = z.object({
  projects: nodesOf(projectRuns),
});

/** Answer of `recentPipelinesQuery`. */
export const recentPipelinesAnswer = z.object({
  project: projectRuns.nullish(),
});

/** Answer of `sharedPipelinesQuery`. */
export const sharedPipelinesAnswer = z.object({
  project: sharedProjectRuns.nullish(),
});

/** Answer of `pipelineJobsQuery`. */
export const pipelineJobsAnswer = z.object({
  project: z
    .object({
      pipeline: z
        .object({
          jobs: z
            .object({
              pageInfo: z.object({ hasNextPage: z.boolean(), endCursor: text }),
              nodes: z.array(job.nullable()).nullish(),
            })
            .nullish(),
        })
        .nullish(),
    })
    .nullish(),
});

/** Envelope of every GraphQL answer. */
export const graphqlAnswer = z.object({
  data: z.unknown(),
  errors: z.array(z.object({ message: z.string() })).optional(),
});

/** `GET /projects/:id/repository/commits/:sha`, also the items of a comparison. */
export const commitAnswer = z.object({
  id: z.string(),
  title: text,
  author_name: text,
  authored_date: text,
  web_url: text,
});

/** `GET /projects/:id/repository/commits`: newest first. */
export const commitsAnswer = z.array(commitAnswer);

/** `GET /projects/:id/repository/compare`: commits oldest first. */
export const compareAnswer = z.object({
  commits: z.array(commitAnswer),
  web_url: text,
});

export type RunWire = z.output<typeof run>;
export type ProjectRunsWire = z.output<typeof projectRuns>;
export type SharedProjectRunsWire = z.output<typeof sharedProjectRuns>;
export type SharedRunWire = SharedProjectRunsWire['pipelines'][number];
export type JobWire = z.output<typeof job>;
export type CommitWire = z.output<typeof commitAnswer>;
export type CompareWire = z.output<typeof compareAnswer>;
