import { z } from 'zod';

const text = z
  .string()
  .nullish()
  .transform(value => value || undefined);
// GraphQL writes states in capitals, REST in small letters.
const state = z
  .string()
  .nullish()
  .transform(value => value?.toLowerCase());
const id = z.number().transform(String);

// A node is null where the token may not see it.
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

const checkSuite = z.object({
  id: z.string(),
  status: state,
  conclusion: state,
  branch: z.object({ name: z.string() }).nullish(),
  // Absent for what is not GitHub Actions.
  workflowRun: z
    .object({
      databaseId: id,
      runNumber: z.number(),
      event: z.string(),
      url: text,
      createdAt: z.string(),
      updatedAt: text,
      workflow: z.object({ name: z.string(), url: text }),
    })
    .nullish(),
});

const historyCommit = z.object({
  oid: z.string(),
  messageHeadline: z.string(),
  authoredDate: text,
  url: text,
  author: z.object({ name: text }).nullish(),
  checkSuites: nodesOf(checkSuite),
});

const repositoryRuns = z.object({
  nameWithOwner: z.string(),
  // Absent while the repository is empty.
  defaultBranchRef: z
    .object({
      name: z.string(),
      target: z.object({ history: nodesOf(historyCommit) }).nullish(),
    })
    .nullish(),
});

/** Answer of `latestRunsQuery`: by alias, null for what cannot be seen. */
export const latestRunsAnswer = z
  .record(z.string(), repositoryRuns.nullable())
  .nullish()
  .transform(value => value ?? {});

/** Answer of `checkRunsQuery`. */
export const checkRunsAnswer = z.object({
  nodes: z.array(
    z
      .object({
        id: text,
        checkRuns: nodesOf(
          z.object({
            databaseId: id,
            name: z.string(),
            status: state,
            conclusion: state,
            startedAt: text,
          }),
        ),
      })
      .nullable(),
  ),
});

/** Answer of `pendingEnvironmentQuery`. */
export const pendingEnvironmentAnswer = z.object({
  node: z
    .object({
      pendingDeploymentRequest: z
        .object({
          environment: z.object({ databaseId: z.number(), name: z.string() }),
        })
        .nullish(),
    })
    .nullish(),
});

/** Envelope of every GraphQL answer. */
export const graphqlAnswer = z.object({
  data: z.unknown(),
  errors: z
    .array(
      z.object({
        message: z.string(),
        type: z.string().nullish(),
        path: z.array(z.union([z.string(), z.number()])).nullish(),
      }),
    )
    .nullish(),
});

const runAnswer = z.object({
  id,
  name: text,
  // The workflow's file, `.github/workflows/delivery.yml`; `dynamic/…` for what GitHub runs by itself.
  path: text,
  run_number: z.number(),
  event: z.string(),
  status: state,
  conclusion: state,
  head_branch: text,
  head_sha: z.string(),
  html_url: text,
  check_suite_node_id: text,
  created_at: z.string(),
  run_started_at: text,
  updated_at: text,
  head_commit: z
    .object({
      id: z.string(),
      message: z.string(),
      timestamp: text,
      author: z.object({ name: text }).nullish(),
    })
    .nullish(),
});

/** `GET /repos/:owner/:repo/actions/runs/:id`. */
export const oneRunAnswer = runAnswer;

/** `GET /repos/:owner/:repo/actions/runs`, and of one workflow: newest first. */
export const runsAnswer = z.object({ workflow_runs: z.array(runAnswer) });

const jobAnswer = z.object({
  id,
  node_id: text,
  run_id: id,
  name: z.string(),
  status: state,
  conclusion: state,
  started_at: text,
  completed_at: text,
  html_url: text,
});

/** `GET /repos/:owner/:repo/actions/jobs/:id`. */
export const oneJobAnswer = jobAnswer;

/** `GET /repos/:owner/:repo/actions/runs/:id/jobs`. */
export const jobsAnswer = z.object({
  total_count: z.number(),
  jobs: z.array(jobAnswer),
});

/** `GET /repos/:owner/:repo/actions/runs/:id/pending_deployments`. */
export const pendingDeploymentsAnswer = z.array(
  z.object({
    environment: z.object({ id: z.number(), name: z.string() }),
    current_user_can_approve: z.boolean(),
  }),
);

/** `GET /repos/:owner/:repo`. */
export const repositoryAnswer = z.object({ default_branch: z.string() });

/** `GET /repos/:owner/:repo/commits/:ref`, also the items of a comparison. */
export const commitAnswer = z.object({
  sha: z.string(),
  html_url: text,
  commit: z.object({
    message: z.string(),
    author: z.object({ name: text, date: text }).nullish(),
  }),
});

/** `GET /repos/:owner/:repo/commits`: newest first. */
export const commitsAnswer = z.array(commitAnswer);

/** `GET /repos/:owner/:repo/compare/:base...:head`: commits oldest first. */
export const compareAnswer = z.object({
  // ahead, behind, identical, diverged
  status: z.string(),
  commits: z.array(commitAnswer),
  html_url: text,
});

export type RepositoryRunsWire = z.output<typeof repositoryRuns>;
export type RunWire = z.output<typeof runAnswer>;
export type JobWire = z.output<typeof jobAnswer>;
export type PendingDeploymentWire = z.output<
  typeof pendingDeploymentsAnswer
>[number];
export type CommitWire = z.output<typeof commitAnswer>;
export type CompareWire = z.output<typeof compareAnswer>;
