import { latestJobs } from '../actions/jobResult';
import type { WorkflowJob, WorkflowRun } from '../actions/model';
import { waitingEnvironments } from '../api/actionsApi';
import { presentWorkflow, workflowIdOf } from '../api/presentRun';
import type { GithubServices } from '../GithubServices';
import { encodePath, repositoryUrl } from '../links';
import type { Environment } from '../model/Environments';
import type { Repository } from '../model/Repositories';
import { connectionOf, type ConnectionArguments } from './connection';
import { commitOf, refOf } from './gitResolvers';
import { environmentOf } from './repositoryResolvers';

/** How a commit stands by its check runs; undefined when it has none. */
export function rollupState(
  runs: readonly WorkflowRun[],
): 'FAILURE' | 'PENDING' | 'SUCCESS' | undefined {
  const ends = runs.flatMap(run =>
    run.jobs.length > 0
      ? latestJobs(run).map(({ conclusion }) => conclusion)
      : [run.conclusion],
  );
  if (ends.length === 0) {
    return undefined;
  }
  if (
    ends.some(end =>
      ['failure', 'cancelled', 'startup_failure'].includes(end ?? ''),
    )
  ) {
    return 'FAILURE';
  }
  return ends.includes(undefined) ? 'PENDING' : 'SUCCESS';
}

export function checkSuiteOf(
  services: GithubServices,
  repository: Repository,
  run: WorkflowRun,
): object {
  const url = runUrl(services, repository, run);
  return {
    __typename: 'CheckSuite',
    id: `CS_${run.id}`,
    databaseId: run.id,
    app: {
      id: 'A_15368',
      databaseId: 15368,
      name: 'GitHub Actions',
      slug: 'github-actions',
    },
    branch: () =>
      refOf(services, repository, { name: run.branch, sha: run.sha }),
    commit: () => commitOf(services, repository, run.sha),
    status: run.status.toUpperCase(),
    conclusion: run.conclusion?.toUpperCase() ?? null,
    createdAt: run.createdAt,
    updatedAt: run.updatedAt,
    url,
    workflowRun: () => workflowRunOf(services, repository, run),
    checkRuns: (
      args: ConnectionArguments & {
        readonly filterBy?: { readonly checkType?: string | null } | null;
      },
    ) =>
      connectionOf(
        (args.filterBy?.checkType === 'ALL'
          ? run.jobs
          : latestJobs(run)
        ).filter(({ status }) => status !== 'blocked'),
        args,
        job => checkRunOf(services, repository, run, job),
      ),
  };
}

export function checkRunOf(
  services: GithubServices,
  repository: Repository,
  run: WorkflowRun,
  job: WorkflowJob,
): object {
  const url = `${runUrl(services, repository, run)}/job/${job.id}`;
  const environment =
    job.status === 'waiting' && job.environment
      ? services.environments.find(repository.id, job.environment)
      : undefined;
  return {
    __typename: 'CheckRun',
    id: `CR_${job.id}`,
    databaseId: job.id,
    name: job.name,
    status: job.status.toUpperCase(),
    conclusion: job.conclusion?.toUpperCase() ?? null,
    startedAt: job.startedAt,
    completedAt: job.completedAt,
    detailsUrl: url,
    url,
    permalink: url,
    pendingDeploymentRequest: environment ? requestOf(environment) : null,
  };
}

export function workflowRunOf(
  services: GithubServices,
  repository: Repository,
  run: WorkflowRun,
): object {
  const { baseUrl, environments } = services;
  const url = runUrl(services, repository, run);
  const workflowId = workflowIdOf(repository.id, run.path);
  const workflowUrl = presentWorkflow(baseUrl, repository, {
    path: run.path,
    name: run.workflowName,
  }).html_url;
  return {
    __typename: 'WorkflowRun',
    id: `WFR_${run.id}`,
    databaseId: run.id,
    fullDatabaseId: String(run.id),
    runNumber: run.number,
    event: run.event,
    url,
    resourcePath: `/${encodePath(repository.fullName)}/actions/runs/${run.id}`,
    createdAt: run.createdAt,
    updatedAt: run.updatedAt,
    workflow: {
      id: `W_${workflowId}`,
      databaseId: workflowId,
      name: run.workflowName,
      state: 'ACTIVE',
      url: workflowUrl,
      resourcePath: workflowUrl.slice(baseUrl.length),
    },
    checkSuite: () => checkSuiteOf(services, repository, run),
    pendingDeploymentRequests: (args: ConnectionArguments) =>
      connectionOf(
        waitingEnvironments(run).flatMap(
          name => environments.find(repository.id, name) ?? [],
        ),
        args,
        requestOf,
      ),
  };
}

function requestOf(environment: Environment) {
  return {
    currentUserCanApprove: true,
    environment: environmentOf(environment),
  };
}

function runUrl(
  { baseUrl }: GithubServices,
  { fullName }: Repository,
  run: WorkflowRun,
): string {
  return `${repositoryUrl(baseUrl, fullName)}/actions/runs/${run.id}`;
}
