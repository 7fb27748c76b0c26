import { concurrencyOf } from './activateJob';
import type { RunFacts } from './contexts';
import { ExpressionError, interpolate, type Scope } from './expressions';
import type { WorkflowFile } from './findTriggered';
import type { WorkflowRun } from './model';
import { runContexts } from './runPlan';
import { blockedJobs } from './transitions';
import type { WorkflowRunsOptions } from './WorkflowRunsOptions';

/** What an event says of the run that it makes. */
export type NewRun = Pick<
  WorkflowRun,
  | 'event'
  | 'ref'
  | 'branch'
  | 'sha'
  | 'beforeSha'
  | 'pullRequest'
  | 'action'
  | 'inputs'
>;

/** The run of a file before any of its jobs begins; one that has failed already where the file is no workflow. */
export function newRun(
  options: Pick<WorkflowRunsOptions, 'variables'>,
  { path, content }: WorkflowFile,
  input: NewRun,
  facts: RunFacts,
  about: Pick<WorkflowRun, 'id' | 'number'> & {
    readonly nextJobId: () => number;
    readonly now: string;
  },
): WorkflowRun {
  const { nextJobId, now, ...ids } = about;
  const draft: WorkflowRun = {
    ...input,
    ...ids,
    repositoryId: facts.repository.id,
    attempt: 1,
    path,
    workflowName: path,
    title: facts.pullRequest?.title ?? facts.commit.title,
    held: false,
    status: 'queued',
    jobs: [],
    reviews: [],
    createdAt: now,
    updatedAt: now,
    startedAt: now,
  };
  const invalid = (error: string): WorkflowRun => ({
    ...draft,
    status: 'completed',
    conclusion: 'startup_failure',
    error,
    completedAt: now,
  });
  if (content.type === 'invalid') {
    return invalid(content.reason);
  }
  const { workflow } = content;
  const named = { ...draft, workflowName: workflow.name ?? path };
  try {
    const scope: Scope = { contexts: runContexts(options, named, facts) };
    const usual =
      input.event === 'workflow_dispatch' ? named.workflowName : named.title;
    return {
      ...named,
      title: interpolate(workflow['run-name'] ?? '', scope) || usual,
      concurrency: concurrencyOf(workflow.concurrency, scope),
      jobs: blockedJobs(workflow, { nextId: nextJobId, now, attempt: 1 }),
    };
  } catch (error) {
    if (error instanceof ExpressionError) {
      return invalid(error.message);
    }
    throw error;
  }
}
