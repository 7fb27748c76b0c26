import { HookSender } from '../HookSender';
import type { CiPipeline } from '../pipelines';
import { presentDetailedStatus, secondsBetween } from './api/present';
import type { GitlabServices } from './GitlabServices';
import { projectUrl } from './links';

/**
 * Sends GitLab's “Pipeline Hook” after each change of a pipeline's state, in order and one at a time. Nobody waits for it: what
 * fails is lost, and the oldest is dropped when the receiver is too slow. The answer stops it.
 */
export function sendPipelineHooks(
  services: GitlabServices,
  webhook: { readonly url: string; readonly token?: string },
): () => void {
  const states = new Map<number, string>();
  const sender = new HookSender(webhook.url);

  const unsubscribe = services.pipelines.onChange(pipeline => {
    if (pipeline.atRest && pipeline.status !== 'failed') {
      return;
    }
    const state = pipeline.jobs
      .map(({ id, status }) => `${id}${status}`)
      .join();
    if (states.get(pipeline.id) === pipeline.status + state) {
      return;
    }
    states.set(pipeline.id, pipeline.status + state);
    sender.push(async () => ({
      headers: {
        'User-Agent': 'GitLab/18.6.0-ee',
        'X-Gitlab-Event': 'Pipeline Hook',
        'X-Gitlab-Instance': services.baseUrl,
        ...(webhook.token ? { 'X-Gitlab-Token': webhook.token } : {}),
      },
      body: await pipelineHookBody(services, pipeline),
    }));
  });
  return () => {
    unsubscribe();
    sender.stop();
  };
}

/** The body of https://docs.gitlab.com/user/project/integrations/webhook_events/#pipeline-events. */
export async function pipelineHookBody(
  { projects, mergeRequests, git, baseUrl }: GitlabServices,
  pipeline: CiPipeline,
) {
  const project = projects.get(pipeline.projectId);
  const url = projectUrl(baseUrl, project.fullPath);
  const commit = await git.commit(project.fullPath, pipeline.sha);
  const user = {
    id: 1,
    name: 'Sandbox',
    username: 'root',
    avatar_url: null,
    email: '[REDACTED]',
  };
  const request = mergeRequests
    .list(project.id)
    .find(({ iid }) => iid === pipeline.mergeRequestIid);
  const { label } = presentDetailedStatus(pipeline);
  return {
    object_kind: 'pipeline',
    object_attributes: {
      id: pipeline.id,
      iid: pipeline.iid,
      name: null,
      ref: request?.sourceBranch ?? pipeline.ref,
      tag: false,
      sha: pipeline.sha,
      before_sha: pipeline.beforeSha ?? '0'.repeat(40),
      source: pipeline.source,
      status: pipeline.status,
      detailed_status: label,
      stages: pipeline.stages,
      created_at: pipeline.createdAt,
      finished_at: pipeline.finishedAt ?? null,
      duration: secondsBetween(pipeline.startedAt, pipeline.finishedAt),
      queued_duration: null,
      variables: [],
      url: `${url}/-/pipelines/${pipeline.id}`,
    },
    merge_request: request
      ? {
          id: request.id,
          iid: request.iid,
          title: request.title,
          source_branch: request.sourceBranch,
          target_branch: request.targetBranch,
          source_project_id: project.id,
          target_project_id: project.id,
          state: request.state,
          url: `${url}/-/merge_requests/${request.iid}`,
        }
      : null,
    user,
    project: {
      id: project.id,
      name: project.name,
      description: project.description,
      web_url: url,
      git_http_url: `${url}.git`,
      namespace: project.namespace,
      visibility_level: { private: 0, internal: 10, public: 20 }[
        project.visibility
      ],
      path_with_namespace: project.fullPath,
      default_branch: (await git.defaultBranch(project.fullPath)) ?? null,
      ci_config_path: project.ciConfigPath ?? null,
    },
    commit: {
      id: commit.sha,
      message: commit.message,
      title: commit.title,
      timestamp: commit.committedAt,
      url: `${url}/-/commit/${commit.sha}`,
      author: { name: commit.authorName, email: commit.authorEmail },
    },
    builds: pipeline.jobs
      .filter(({ retried }) => !retried)
      .map(job => ({
        id: job.id,
        stage: job.stage,
        name: job.name,
        status: job.status,
        created_at: job.createdAt,
        started_at: job.startedAt ?? null,
        finished_at: job.finishedAt ?? null,
        duration: secondsBetween(job.startedAt, job.finishedAt),
        failure_reason: job.failureReason ?? null,
        when: job.when,
        manual: job.when === 'manual',
        allow_failure: job.allowFailure,
        user,
        runner: null,
        artifacts_file: { filename: null, size: null },
        environment: job.environment
          ? { name: job.environment, action: 'start' }
          : null,
      })),
  };
}
