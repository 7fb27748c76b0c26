import { createHash } from 'node:crypto';
import type { GithubServices } from '../GithubServices';
import type { WorkflowJob, WorkflowRun } from '../actions/model';
import { apiUrl, encodePath, repositoryUrl } from '../links';
import type { Repository } from '../model/Repositories';
import {
  presentAccount,
  presentRepository,
  seconds,
} from './presentRepository';

const moment = (value?: string) => (value ? seconds(value) : null);

/** The same number for the same file of a repository, always. */
export function workflowIdOf(repositoryId: number, path: string): number {
  const digest = createHash('sha256').update(`${repositoryId}:${path}`);
  return digest.digest().readUInt32BE(0) % 1_000_000_000;
}

export function presentWorkflow(
  baseUrl: string,
  { id, fullName, createdAt }: Repository,
  { path, name }: { readonly path: string; readonly name: string },
) {
  const workflowId = workflowIdOf(id, path);
  const file = path.split('/').at(-1) ?? '';
  const url = repositoryUrl(baseUrl, fullName);
  return {
    id: workflowId,
    node_id: `W_${workflowId}`,
    name,
    path,
    state: 'active',
    created_at: seconds(createdAt),
    updated_at: seconds(createdAt),
    url: `${apiUrl(baseUrl, fullName)}/actions/workflows/${workflowId}`,
    html_url: `${url}/actions/workflows/${encodePath(file)}`,
    badge_url: `${url}/actions/workflows/${encodePath(file)}/badge.svg`,
  };
}

/** A run as REST shows it. */
export async function presentRun(
  services: GithubServices,
  repository: Repository,
  run: WorkflowRun,
) {
  const { git, baseUrl } = services;
  const { fullName } = repository;
  const url = `${apiUrl(baseUrl, fullName)}/actions/runs/${run.id}`;
  const commit = await git.commit(fullName, run.sha).catch(() => undefined);
  const actor = presentAccount(baseUrl);
  const workflowId = workflowIdOf(repository.id, run.path);
  const repo = await presentRepository(services, repository);
  return {
    id: run.id,
    node_id: `WFR_${run.id}`,
    name: run.workflowName,
    display_title: run.title,
    path: run.path,
    head_branch: run.branch,
    head_sha: run.sha,
    run_number: run.number,
    run_attempt: run.attempt,
    event: run.event,
    status: run.status,
    conclusion: run.conclusion ?? null,
    workflow_id: workflowId,
    check_suite_id: run.id,
    url,
    html_url: `${repositoryUrl(baseUrl, fullName)}/actions/runs/${run.id}`,
    jobs_url: `${url}/jobs`,
    logs_url: `${url}/logs`,
    rerun_url: `${url}/rerun`,
    cancel_url: `${url}/cancel`,
    workflow_url: `${apiUrl(baseUrl, fullName)}/actions/workflows/${workflowId}`,
    created_at: seconds(run.createdAt),
    updated_at: seconds(run.updatedAt),
    run_started_at: seconds(run.startedAt),
    actor,
    triggering_actor: actor,
    pull_requests: [],
    head_commit: commit
      ? {
          id: commit.sha,
          message: commit.message.trimEnd(),
          timestamp: commit.committedAt,
          author: { name: commit.authorName, email: commit.authorEmail },
          committer: {
            name: commit.committerName,
            email: commit.committerEmail,
          },
        }
      : null,
    repository: repo,
    head_repository: repo,
  };
}

/** A job as REST shows it. */
export function presentJob(
  baseUrl: string,
  { fullName }: Repository,
  run: WorkflowRun,
  job: WorkflowJob,
) {
  const api = apiUrl(baseUrl, fullName);
  const page = `${repositoryUrl(baseUrl, fullName)}/actions/runs/${run.id}/job/${job.id}`;
  const isTaken = job.startedAt !== undefined;
  return {
    id: job.id,
    node_id: `CR_${job.id}`,
    run_id: run.id,
    run_url: `${api}/actions/runs/${run.id}`,
    run_attempt: job.attempt,
    workflow_name: run.workflowName,
    head_branch: run.branch,
    head_sha: run.sha,
    name: job.name,
    status: job.status,
    conclusion: job.conclusion ?? null,
    created_at: seconds(job.createdAt),
    started_at: moment(job.startedAt) ?? seconds(job.createdAt),
    completed_at: moment(job.completedAt),
    url: `${api}/actions/jobs/${job.id}`,
    html_url: page,
    check_run_url: `${api}/check-runs/${job.id}`,
    labels: ['ubuntu-latest'],
    runner_id: isTaken ? 1 : null,
    runner_name: isTaken ? 'sandbox' : null,
    steps: job.steps.map(step => ({
      number: step.number,
      name: step.name,
      status: step.status,
      conclusion: step.conclusion ?? null,
      started_at: moment(step.startedAt),
      completed_at: moment(step.completedAt),
    })),
  };
}

export function presentCheckRun(
  baseUrl: string,
  repository: Repository,
  run: WorkflowRun,
  job: WorkflowJob,
) {
  const shown = presentJob(baseUrl, repository, run, job);
  return {
    id: job.id,
    name: job.name,
    head_sha: run.sha,
    status: job.status === 'in_progress' ? 'in_progress' : shownStatus(job),
    conclusion: shown.conclusion,
    started_at: shown.started_at,
    completed_at: shown.completed_at,
    html_url: shown.html_url,
    details_url: shown.html_url,
    url: shown.check_run_url,
    check_suite: { id: run.id },
    app: { slug: 'github-actions', name: 'GitHub Actions' },
  };
}

function shownStatus({ status }: WorkflowJob): string {
  return status === 'completed' ? status : 'queued';
}
