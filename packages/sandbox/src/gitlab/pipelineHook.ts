import type { CiPipeline } from '../pipelines';
import { presentDetailedStatus, secondsBetween } from './api/present';
import type { GitlabServices } from './GitlabServices';
import { projectUrl } from './links';

const MOST_WAITING = 200;
const TIMEOUT_MS = 5000;

/**
 * Sends GitLab's “Pipeline Hook” after each change of a pipeline's state, in order and one at a time. Nobody waits for it: what
 * fails is lost, and the oldest is dropped when the receiver is too slow. The answer stops it.
 */
export function sendPipelineHooks(
  services: GitlabServices,
  webhook: { readonly url: string; readonly token?: string },
): () => void {
  const waiting: CiPipeline[] = [];
  const states = new Map<number, string>();
  const stopped = new AbortController();
  let isSending = false;

  const send = async () => {
    isSending = true;
    for (
      let next = waiting.shift();
      next && !stopped.signal.aborted;
      next = waiting.shift()
    ) {
      try {
        await fetch(webhook.url, {
          method: 'POST',
          headers: {
            'Content-Type': 'application/json',
            'User-Agent': 'GitLab/18.6.0-ee',
            'X-Gitlab-Event': 'Pipeline Hook',
            'X-Gitlab-Instance': services.baseUrl,
            ...(webhook.token ? { 'X-Gitlab-Token': webhook.token } : {}),
          },
          body: JSON.stringify(await pipelineHookBody(services, next)),
          signal: AbortSignal.any([
            stopped.signal,
            AbortSignal.timeout(TIMEOUT_MS),
          ]),
        });
      } catch {
        // as with GitLab, a hook that nobody takes is no error
      }
    }
    isSending = false;
  };

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
    waiting.push(pipeline);
    if (waiting.length > MOST_WAITING) {
      waiting.shift();
    }
    if (!isSending) {
      void send();
    }
  });
  return () => {
    unsubscribe();
    stopped.abort();
  };
}

/** The body of https://docs.gitlab.com/user/project/integrations/webhook_events/#pipeline-events. */
export async function pipelineHookBody(
  { projects, git, baseUrl }: GitlabServices,
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
  const { label } = presentDetailedStatus(pipeline);
  return {
    object_kind: 'pipeline',
    object_attributes: {
      id: pipeline.id,
      iid: pipeline.iid,
      name: null,
      ref: pipeline.ref,
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
    merge_request: null,
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
