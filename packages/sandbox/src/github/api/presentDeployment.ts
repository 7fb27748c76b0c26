import type { WorkflowJob, WorkflowRun } from '../actions/model';
import { apiUrl } from '../links';
import type { Repository } from '../model/Repositories';
import { presentAccount, seconds } from './presentRepository';

/** A job of an environment as the deployment that GitHub makes of it. */
export function presentDeployment(
  baseUrl: string,
  { fullName }: Repository,
  run: WorkflowRun,
  job: WorkflowJob,
) {
  const api = apiUrl(baseUrl, fullName);
  return {
    id: job.id,
    node_id: `DE_${job.id}`,
    url: `${api}/deployments/${job.id}`,
    statuses_url: `${api}/deployments/${job.id}/statuses`,
    repository_url: api,
    sha: run.sha,
    ref: run.branch,
    task: 'deploy',
    environment: job.environment,
    original_environment: job.environment,
    description: null,
    creator: presentAccount(baseUrl),
    created_at: seconds(job.createdAt),
    updated_at: seconds(job.completedAt ?? job.startedAt ?? job.createdAt),
    payload: {},
  };
}
