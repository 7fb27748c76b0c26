import type { Repository } from '../model/Repositories';
import {
  githubContext,
  needsContext,
  variableContexts,
  type RunFacts,
} from './contexts';
import type { Scope } from './expressions';
import { standingOf } from './jobResult';
import type { WorkflowJob, WorkflowRun } from './model';
import { readWorkflow, type Workflow } from './readWorkflow';
import type { WorkflowRunsOptions } from './WorkflowRunsOptions';

/** What a run goes by; it does not change while the run lives. */
export interface RunPlan {
  readonly workflow: Workflow;
  readonly facts: RunFacts;
}

/** What expressions know of a commit and its repository. */
export async function readFacts(
  { git, pullRequests, baseUrl }: WorkflowRunsOptions,
  repository: Repository,
  { sha, pullRequest }: Pick<WorkflowRun, 'sha' | 'pullRequest'>,
): Promise<RunFacts> {
  const { fullName, id } = repository;
  return {
    repository,
    defaultBranch: (await git.defaultBranch(fullName)) ?? 'main',
    commit: await git.commit(fullName, sha),
    pullRequest:
      pullRequest === undefined ? undefined : pullRequests.get(id, pullRequest),
    baseUrl,
  };
}

/** Reads the run's file again, as it was at the run's commit. Throws `WorkflowError`. */
export async function readPlan(
  options: WorkflowRunsOptions,
  run: WorkflowRun,
): Promise<RunPlan> {
  const repository = options.repositories.get(run.repositoryId);
  const { git } = options;
  const source = await git.readFile(repository.fullName, run.sha, run.path);
  return {
    workflow: readWorkflow(source),
    facts: await readFacts(options, repository, run),
  };
}

/** The contexts that the whole run has. */
export function runContexts(
  { variables }: Pick<WorkflowRunsOptions, 'variables'>,
  run: WorkflowRun,
  facts: RunFacts,
  environment?: string,
): Readonly<Record<string, unknown>> {
  const { repositoryId } = run;
  return {
    github: githubContext(run, facts),
    inputs: run.inputs,
    ...variableContexts(
      scope => variables.list({ repositoryId, ...scope }),
      environment,
    ),
  };
}

/** What the expressions of a job see before it starts. */
export function jobScope(
  options: Pick<WorkflowRunsOptions, 'variables'>,
  run: WorkflowRun,
  facts: RunFacts,
  job: WorkflowJob,
): Scope {
  return {
    standing: standingOf(run, job.needs),
    contexts: {
      ...runContexts(options, run, facts, job.environment),
      needs: needsContext(run, job.needs),
      env: {},
    },
  };
}
