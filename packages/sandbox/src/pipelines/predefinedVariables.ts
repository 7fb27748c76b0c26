import type { GitCommit } from '../git';
import type { Project } from '../gitlab/model/Projects';
import type { CiJob, CiPipeline } from './model';
import type { PipelineMergeRequest } from './PipelinesOptions';

/** Where images go; nothing listens there. */
export const REGISTRY = 'registry.localhost';

type PipelineFacts = Pick<
  CiPipeline,
  | 'id'
  | 'iid'
  | 'ref'
  | 'isTag'
  | 'sha'
  | 'beforeSha'
  | 'source'
  | 'createdAt'
  | 'mergeRequestIid'
>;

/** The variables that GitLab defines for each pipeline (https://docs.gitlab.com/ci/variables/predefined_variables/). */
export function predefinedVariables(facts: {
  readonly project: Project;
  readonly pipeline: PipelineFacts;
  readonly commit: GitCommit;
  readonly defaultBranch: string;
  readonly baseUrl: string;
  readonly openMergeRequests: readonly PipelineMergeRequest[];
}): Record<string, string> {
  const { project, pipeline, commit, defaultBranch, baseUrl } = facts;
  const { openMergeRequests } = facts;
  const request = openMergeRequests.find(
    ({ iid }) => iid === pipeline.mergeRequestIid,
  );
  const ref = request?.sourceBranch ?? pipeline.ref;
  const { host, hostname, port, protocol } = new URL(baseUrl);
  const url = `${baseUrl}/${project.fullPath}`;
  const slug = ref
    .toLowerCase()
    .replace(/[^a-z0-9]/g, '-')
    .slice(0, 63)
    .replace(/^-+|-+$/g, '');
  return {
    CI: 'true',
    GITLAB_CI: 'true',
    CI_SERVER: 'yes',
    CI_SERVER_URL: baseUrl,
    CI_SERVER_HOST: hostname,
    CI_SERVER_FQDN: host,
    CI_SERVER_PORT: port,
    CI_SERVER_PROTOCOL: protocol.replace(':', ''),
    CI_API_V4_URL: `${baseUrl}/api/v4`,
    CI_PROJECT_ID: String(project.id),
    CI_PROJECT_NAME: project.path,
    CI_PROJECT_TITLE: project.name,
    CI_PROJECT_PATH: project.fullPath,
    CI_PROJECT_PATH_SLUG: project.fullPath
      .toLowerCase()
      .replace(/[^a-z0-9]/g, '-'),
    CI_PROJECT_NAMESPACE: project.namespace,
    CI_PROJECT_ROOT_NAMESPACE: project.namespace.split('/')[0],
    CI_PROJECT_URL: url,
    CI_PROJECT_VISIBILITY: project.visibility,
    CI_PROJECT_DIR: `/builds/${project.fullPath}`,
    CI_REPOSITORY_URL: `${url}.git`,
    CI_DEFAULT_BRANCH: defaultBranch,
    CI_REGISTRY: REGISTRY,
    CI_REGISTRY_IMAGE: `${REGISTRY}/${project.fullPath.toLowerCase()}`,
    CI_REGISTRY_USER: 'gitlab-ci-token',
    CI_REGISTRY_PASSWORD: '[MASKED]',
    CI_JOB_TOKEN: '[MASKED]',
    CI_PIPELINE_ID: String(pipeline.id),
    CI_PIPELINE_IID: String(pipeline.iid),
    CI_PIPELINE_SOURCE: pipeline.source,
    CI_PIPELINE_URL: `${url}/-/pipelines/${pipeline.id}`,
    CI_PIPELINE_CREATED_AT: pipeline.createdAt,
    CI_COMMIT_SHA: pipeline.sha,
    CI_COMMIT_SHORT_SHA: pipeline.sha.slice(0, 8),
    CI_COMMIT_BEFORE_SHA: pipeline.beforeSha ?? '0'.repeat(40),
    CI_COMMIT_REF_NAME: ref,
    CI_COMMIT_REF_SLUG: slug,
    CI_COMMIT_MESSAGE: commit.message,
    CI_COMMIT_TITLE: commit.title,
    CI_COMMIT_DESCRIPTION: commit.message.slice(commit.title.length).trim(),
    CI_COMMIT_AUTHOR: `${commit.authorName} <${commit.authorEmail}>`,
    CI_COMMIT_TIMESTAMP: commit.committedAt,
    CI_COMMIT_REF_PROTECTED: String(pipeline.ref === defaultBranch),
    GITLAB_USER_LOGIN: 'root',
    GITLAB_USER_NAME: 'Sandbox',
    GITLAB_USER_EMAIL: 'sandbox@example.com',
    ...refVariables(pipeline, project, openMergeRequests, request),
  };
}

function refVariables(
  pipeline: PipelineFacts,
  project: Project,
  open: readonly PipelineMergeRequest[],
  request: PipelineMergeRequest | undefined,
): Record<string, string> {
  if (pipeline.mergeRequestIid !== undefined) {
    return {
      CI_MERGE_REQUEST_IID: String(pipeline.mergeRequestIid),
      CI_MERGE_REQUEST_PROJECT_PATH: project.fullPath,
      CI_MERGE_REQUEST_TITLE: request?.title ?? '',
      CI_MERGE_REQUEST_SOURCE_BRANCH_NAME: request?.sourceBranch ?? '',
      CI_MERGE_REQUEST_TARGET_BRANCH_NAME: request?.targetBranch ?? '',
      CI_MERGE_REQUEST_EVENT_TYPE: 'detached',
    };
  }
  if (pipeline.isTag) {
    return { CI_COMMIT_TAG: pipeline.ref };
  }
  const names = open
    .filter(({ sourceBranch }) => sourceBranch === pipeline.ref)
    .map(({ iid }) => `${project.fullPath}!${iid}`);
  return {
    CI_COMMIT_BRANCH: pipeline.ref,
    ...(names.length > 0 && { CI_OPEN_MERGE_REQUESTS: names.join(',') }),
  };
}

/** Those that only a running job has. */
export function jobVariables(
  job: CiJob,
  startedAt: Date,
): Record<string, string> {
  return {
    CI_JOB_ID: String(job.id),
    CI_JOB_NAME: job.name,
    CI_JOB_STAGE: job.stage,
    CI_JOB_STARTED_AT: startedAt.toISOString(),
    ...(job.environment ? { CI_ENVIRONMENT_NAME: job.environment } : {}),
  };
}
