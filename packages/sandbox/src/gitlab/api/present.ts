import type { FileDiff, GitCommit, TreeEntry } from '../../git';
import { isRetryable, type CiJob, type CiPipeline } from '../../pipelines';
import { encodePath, projectUrl } from '../links';
import type { GitlabServices } from '../GitlabServices';
import type { Group } from '../model/Groups';
import type { MergeRequest } from '../model/MergeRequests';
import type { Project } from '../model/Projects';

// Shapes of https://docs.gitlab.com/api/rest/, with the fields that its clients read.

export function presentUser(baseUrl: string) {
  return {
    id: 1,
    username: 'root',
    name: 'Sandbox',
    state: 'active',
    locked: false,
    avatar_url: null,
    web_url: `${baseUrl}/root`,
    email: 'sandbox@example.com',
    is_admin: true,
    can_create_project: true,
    can_create_group: true,
  };
}

export function presentNamespace(group: Group, baseUrl: string) {
  return {
    id: group.id,
    name: group.name,
    path: group.path,
    kind: 'group',
    full_path: group.fullPath,
    parent_id: group.parentId ?? null,
    avatar_url: null,
    web_url: `${baseUrl}/groups/${encodePath(group.fullPath)}`,
  };
}

export function presentGroup(group: Group, baseUrl: string) {
  return {
    ...presentNamespace(group, baseUrl),
    full_name: group.fullPath.split('/').join(' / '),
    description: group.description,
    visibility: 'public',
    created_at: group.createdAt,
  };
}

export async function presentProject(
  { git, groups, baseUrl }: GitlabServices,
  project: Project,
) {
  const url = projectUrl(baseUrl, project.fullPath);
  const defaultBranch = await git.defaultBranch(project.fullPath);
  return {
    id: project.id,
    name: project.name,
    name_with_namespace: `${project.namespace.split('/').join(' / ')} / ${project.name}`,
    path: project.path,
    path_with_namespace: project.fullPath,
    description: project.description,
    default_branch: defaultBranch ?? null,
    empty_repo: !defaultBranch,
    visibility: project.visibility,
    topics: project.topics,
    tag_list: project.topics,
    archived: false,
    created_at: project.createdAt,
    last_activity_at: project.lastActivityAt,
    web_url: url,
    http_url_to_repo: `${url}.git`,
    ssh_url_to_repo: `git@${new URL(baseUrl).hostname}:${project.fullPath}.git`,
    readme_url: defaultBranch
      ? `${url}/-/blob/${encodePath(defaultBranch)}/README.md`
      : null,
    avatar_url: null,
    star_count: 0,
    forks_count: 0,
    namespace: presentNamespace(groups.get(project.namespace), baseUrl),
    container_registry_image_prefix: `registry.localhost/${project.fullPath}`,
    ci_config_path: project.ciConfigPath ?? '',
    creator_id: 1,
    merge_method: 'merge',
    permissions: { project_access: { access_level: 50 }, group_access: null },
    _links: {
      self: `${baseUrl}/api/v4/projects/${project.id}`,
      merge_requests: `${baseUrl}/api/v4/projects/${project.id}/merge_requests`,
      repo_branches: `${baseUrl}/api/v4/projects/${project.id}/repository/branches`,
      members: `${baseUrl}/api/v4/projects/${project.id}/members`,
    },
  };
}

export function presentCommit(commit: GitCommit, url: string) {
  return {
    id: commit.sha,
    short_id: commit.shortSha,
    parent_ids: commit.parents,
    title: commit.title,
    message: commit.message,
    author_name: commit.authorName,
    author_email: commit.authorEmail,
    authored_date: commit.authoredAt,
    committer_name: commit.committerName,
    committer_email: commit.committerEmail,
    committed_date: commit.committedAt,
    created_at: commit.committedAt,
    trailers: {},
    web_url: `${url}/-/commit/${commit.sha}`,
  };
}

export function presentTreeEntry({ sha, path, type, mode }: TreeEntry) {
  return { id: sha, name: path.split('/').at(-1), type, path, mode };
}

export function presentDiff(file: FileDiff) {
  return {
    old_path: file.oldPath,
    new_path: file.newPath,
    a_mode: '100644',
    b_mode: '100644',
    new_file: file.created,
    deleted_file: file.deleted,
    renamed_file: file.renamed,
    diff: file.diff,
  };
}

export function presentBranch(
  name: string,
  commit: GitCommit,
  facts: { readonly url: string; readonly isDefault: boolean },
) {
  return {
    name,
    commit: presentCommit(commit, facts.url),
    merged: false,
    protected: facts.isDefault,
    developers_can_push: false,
    developers_can_merge: false,
    can_push: true,
    default: facts.isDefault,
    web_url: `${facts.url}/-/tree/${encodePath(name)}`,
  };
}

export function secondsBetween(from?: string, to?: string): number | null {
  return from && to
    ? Math.max(0, Date.parse(to) - Date.parse(from)) / 1000
    : null;
}

export function presentPipeline(pipeline: CiPipeline, url: string) {
  return {
    id: pipeline.id,
    iid: pipeline.iid,
    project_id: pipeline.projectId,
    sha: pipeline.sha,
    ref: pipeline.ref,
    status: pipeline.status,
    source: pipeline.source,
    name: null,
    created_at: pipeline.createdAt,
    updated_at: pipeline.updatedAt,
    web_url: `${url}/-/pipelines/${pipeline.id}`,
  };
}

export function presentPipelineDetail(
  pipeline: CiPipeline,
  baseUrl: string,
  url: string,
) {
  return {
    ...presentPipeline(pipeline, url),
    before_sha: pipeline.beforeSha ?? '0'.repeat(40),
    tag: false,
    yaml_errors: pipeline.yamlErrors ?? null,
    user: presentUser(baseUrl),
    started_at: pipeline.startedAt ?? null,
    finished_at: pipeline.finishedAt ?? null,
    committed_at: null,
    duration: Math.round(
      secondsBetween(pipeline.startedAt, pipeline.finishedAt) ?? 0,
    ),
    queued_duration: null,
    coverage: null,
    detailed_status: presentDetailedStatus(pipeline),
  };
}

export function presentDetailedStatus({
  status,
  id,
}: {
  readonly status: string;
  readonly id: number;
}) {
  const text = status === 'success' ? 'passed' : status;
  return {
    icon: `status_${status}`,
    text: text[0].toUpperCase() + text.slice(1),
    label: text,
    group: status,
    tooltip: text,
    has_details: true,
    details_path: `/-/pipelines/${id}`,
  };
}

export function presentJob(
  job: CiJob,
  pipeline: CiPipeline,
  places: {
    readonly baseUrl: string;
    readonly url: string;
    readonly commit?: GitCommit;
  },
) {
  const { baseUrl, url, commit } = places;
  return {
    id: job.id,
    name: job.name,
    stage: job.stage,
    status: job.status,
    ref: pipeline.ref,
    tag: false,
    coverage: job.coverage ?? null,
    allow_failure: job.allowFailure,
    failure_reason: job.failureReason,
    created_at: job.createdAt,
    started_at: job.startedAt ?? null,
    finished_at: job.finishedAt ?? null,
    duration: secondsBetween(job.startedAt, job.finishedAt),
    queued_duration: null,
    web_url: `${url}/-/jobs/${job.id}`,
    user: presentUser(baseUrl),
    commit: commit && presentCommit(commit, url),
    pipeline: presentPipeline(pipeline, url),
    project: { ci_job_token_scope_enabled: false },
    artifacts: [],
    retryable: isRetryable(job),
    runner: null,
  };
}

export function presentMergeRequest(
  request: MergeRequest,
  baseUrl: string,
  url: string,
) {
  return {
    id: request.id,
    iid: request.iid,
    project_id: request.projectId,
    title: request.title,
    description: request.description,
    state: request.state,
    source_branch: request.sourceBranch,
    target_branch: request.targetBranch,
    labels: request.labels,
    draft: /^(draft|wip):/i.test(request.title),
    author: presentUser(baseUrl),
    assignees: [],
    reviewers: [],
    created_at: request.createdAt,
    updated_at: request.updatedAt,
    merged_at: request.mergedAt ?? null,
    merge_commit_sha: request.mergeCommitSha ?? null,
    merge_status: 'can_be_merged',
    detailed_merge_status:
      request.state === 'opened' ? 'mergeable' : 'not_open',
    force_remove_source_branch: request.removeSourceBranch,
    source_project_id: request.projectId,
    target_project_id: request.projectId,
    web_url: `${url}/-/merge_requests/${request.iid}`,
  };
}
