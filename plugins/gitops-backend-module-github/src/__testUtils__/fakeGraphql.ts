import { graphql } from 'graphql';
import {
  latestJobs,
  stateOf,
  type FakeJob,
  type FakeRepo,
  type FakeRun,
} from './FakeRepo';
import { githubSchema } from './githubSchema';

/** Runs a query against the repositories as GitHub would. */
export async function fakeGraphql(
  repositories: ReadonlyMap<string, FakeRepo>,
  baseUrl: string,
  body: { query: string; variables?: Record<string, unknown> },
) {
  const all = [...repositories.values()];
  const nodeOf = (id: string) => {
    for (const repo of all) {
      for (const run of repo.runs) {
        if (id === `CS_${run.id}`) {
          return { __typename: 'CheckSuite', ...suiteType(repo, run, baseUrl) };
        }
        const job = run.jobs.find(one => id === `CR_${one.id}`);
        if (job) {
          return { __typename: 'CheckRun', ...checkRunType(repo, job) };
        }
      }
    }
    return null;
  };
  const answer = await graphql({
    schema: githubSchema,
    source: body.query,
    variableValues: body.variables,
    rootValue: {
      repository: ({ owner, name }: { owner: string; name: string }) => {
        const repo = repositories.get(`${owner}/${name}`.toLowerCase());
        if (!repo) {
          throw new Error(
            `Could not resolve to a Repository with the name '${owner}/${name}'.`,
          );
        }
        return repositoryType(repo, baseUrl);
      },
      node: ({ id }: { id: string }) => nodeOf(id),
      nodes: ({ ids }: { ids: string[] }) => ids.map(nodeOf),
    },
  });
  return {
    data: answer.data,
    ...(answer.errors && {
      errors: answer.errors.map(({ message, path }) => ({
        type: message.startsWith('Could not resolve') ? 'NOT_FOUND' : undefined,
        path,
        message,
      })),
    }),
  };
}

function repositoryType(repo: FakeRepo, baseUrl: string) {
  return {
    nameWithOwner: repo.path,
    defaultBranchRef:
      repo.commits.length === 0
        ? null
        : {
            name: repo.defaultBranch,
            target: {
              __typename: 'Commit',
              history: ({ first = 100 }) => ({
                nodes: repo.commits.slice(0, first).map(commit => ({
                  oid: commit.sha,
                  messageHeadline: commit.message.split('\n')[0],
                  authoredDate: commit.at.toISOString(),
                  url: `${baseUrl}/${repo.path}/commit/${commit.sha}`,
                  author: { name: 'Ada Lovelace' },
                  checkSuites: {
                    nodes: repo.runs
                      .filter(run => run.commit === commit)
                      .map(run => suiteType(repo, run, baseUrl)),
                  },
                })),
              }),
            },
          },
  };
}

function suiteType(repo: FakeRepo, run: FakeRun, baseUrl: string) {
  const { status, conclusion } = stateOf(run);
  const file = run.workflow.path.split('/').pop();
  return {
    id: `CS_${run.id}`,
    status: status.toUpperCase(),
    conclusion: conclusion?.toUpperCase(),
    branch: { name: run.branch },
    workflowRun: {
      databaseId: run.id,
      runNumber: run.number,
      event: run.event,
      url: `${baseUrl}/${repo.path}/actions/runs/${run.id}`,
      createdAt: run.commit.at.toISOString(),
      updatedAt: run.commit.at.toISOString(),
      workflow: {
        name: run.workflow.name,
        url: `${baseUrl}/${repo.path}/actions/workflows/${file}`,
      },
    },
    checkRuns: {
      nodes: latestJobs(run).map(job => checkRunType(repo, job)),
    },
  };
}

function checkRunType(repo: FakeRepo, job: FakeJob) {
  const environment = job.environment ?? '';
  return {
    id: `CR_${job.id}`,
    databaseId: job.id,
    name: job.name,
    status: job.status.toUpperCase(),
    conclusion: job.conclusion?.toUpperCase(),
    pendingDeploymentRequest:
      job.status !== 'waiting'
        ? null
        : {
            currentUserCanApprove: repo.mayApprove,
            environment: {
              databaseId: environmentId(repo, environment),
              name: environment,
            },
          },
  };
}

/** GitHub's number of an environment. */
export function environmentId(repo: FakeRepo, name: string): number {
  return 9000 + repo.environments.indexOf(name);
}
