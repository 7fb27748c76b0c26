import { deploymentJobs } from '../api/actionsApi';
import type { GithubServices } from '../GithubServices';
import { encodePath, repositoryUrl } from '../links';
import { findAccount } from '../model/accounts';
import type { Environment } from '../model/Environments';
import type { PullRequest } from '../model/PullRequests';
import type { Repository } from '../model/Repositories';
import type { WorkflowJob, WorkflowRun } from '../actions/model';
import { connectionOf, type ConnectionArguments } from './connection';
import { commitOf, objectOf, refOf } from './gitResolvers';

export function ownerOf({ baseUrl }: GithubServices, login: string) {
  const account = findAccount(login);
  return {
    __typename: account?.type ?? 'User',
    id: `U_${account?.id ?? 0}`,
    databaseId: account?.id ?? 0,
    login: account?.login ?? login,
    name: account?.name ?? login,
    url: `${baseUrl}/${encodePath(login)}`,
  };
}

export function repositoryOf(services: GithubServices, repository: Repository) {
  const { git, baseUrl, environments, pullRequests, runs } = services;
  const { id, fullName } = repository;
  const branch = async (name: string | undefined) => {
    const sha =
      name && (await git.resolveRevision(fullName, `refs/heads/${name}`));
    return name && sha ? refOf(services, repository, { name, sha }) : null;
  };
  return {
    __typename: 'Repository',
    id: `R_${id}`,
    databaseId: id,
    name: repository.name,
    nameWithOwner: fullName,
    description: repository.description || null,
    url: repositoryUrl(baseUrl, fullName),
    owner: () => ownerOf(services, repository.owner),
    isPrivate: repository.private,
    isArchived: false,
    isEmpty: async () => !(await git.defaultBranch(fullName)),
    createdAt: repository.createdAt,
    pushedAt: repository.pushedAt,
    defaultBranchRef: async () => branch(await git.defaultBranch(fullName)),
    ref: ({ qualifiedName }: { readonly qualifiedName: string }) =>
      branch(qualifiedName.replace(/^refs\/heads\//, '')),
    object: (args: {
      readonly expression?: string | null;
      readonly oid?: string | null;
    }) => objectOf(services, repository, args.oid ?? args.expression ?? 'HEAD'),
    pullRequest: ({ number }: { readonly number: number }) =>
      pullRequestOf(services, repository, pullRequests.get(id, number)),
    deployments: (
      args: ConnectionArguments & {
        readonly environments?: readonly string[] | null;
        readonly orderBy?: { readonly direction: string } | null;
      },
    ) => {
      const found = runs
        .list(id)
        .flatMap(run => deploymentJobs(run).map(job => ({ run, job })))
        .filter(
          ({ job }) =>
            !args.environments ||
            args.environments.includes(job.environment ?? ''),
        );
      // oldest first unless asked otherwise
      const sorted =
        args.orderBy?.direction === 'DESC' ? found : [...found].reverse();
      return connectionOf(sorted, args, ({ run, job }) =>
        deploymentOf(services, repository, run, job),
      );
    },
    environments: (args: ConnectionArguments) =>
      connectionOf(environments.list(id), args, environmentOf),
  };
}

export function environmentOf({ id, name }: Environment) {
  return { id: `EN_${id}`, databaseId: id, name };
}

export function pullRequestOf(
  { baseUrl }: GithubServices,
  { fullName }: Repository,
  request: PullRequest,
) {
  const { id, number, title, draft, head, base, mergedAt, createdAt } = request;
  return {
    id: `PR_${id}`,
    databaseId: id,
    number,
    title,
    url: `${repositoryUrl(baseUrl, fullName)}/pull/${number}`,
    state: pullRequestState(request),
    isDraft: draft,
    merged: mergedAt !== undefined,
    mergedAt,
    createdAt,
    headRefName: head,
    baseRefName: base,
  };
}

export function pullRequestState({ state, mergedAt }: PullRequest) {
  return mergedAt ? 'MERGED' : state.toUpperCase();
}

function deploymentOf(
  services: GithubServices,
  repository: Repository,
  run: WorkflowRun,
  job: WorkflowJob,
) {
  return {
    id: `DE_${job.id}`,
    databaseId: job.id,
    commitOid: run.sha,
    commit: () => commitOf(services, repository, run.sha),
    environment: job.environment,
    latestEnvironment: job.environment,
    state: deploymentState(job),
    createdAt: job.createdAt,
    updatedAt: job.completedAt ?? job.startedAt ?? job.createdAt,
  };
}

function deploymentState({ status, conclusion }: WorkflowJob): string {
  switch (status) {
    case 'completed':
      return conclusion === 'success' ? 'ACTIVE' : 'FAILURE';
    case 'waiting':
      return 'WAITING';
    case 'in_progress':
      return 'IN_PROGRESS';
    default:
      return 'QUEUED';
  }
}
