import { isRetryable, type CiJob, type CiPipeline } from '../../pipelines';
import { compositeStatus } from '../../pipelines/status';
import { presentDetailedStatus, secondsBetween } from '../api/present';
import type { GitlabServices } from '../GitlabServices';
import { encodePath, projectUrl } from '../links';
import type { Project } from '../model/Projects';
import { connectionOf, type ConnectionArguments } from './connection';

interface PipelinesArguments extends ConnectionArguments {
  readonly ref?: string | null;
  readonly sha?: string | null;
  readonly status?: string | null;
  readonly source?: string | null;
}

interface JobsArguments extends ConnectionArguments {
  readonly retried?: boolean | null;
  readonly statuses?: readonly string[] | null;
}

const ACTIVE = ['created', 'pending', 'running'];

/** The root of the schema: objects whose fields are values or functions that are called only when a query asks for them. */
export function createRoot(services: GitlabServices) {
  const { projects } = services;
  return {
    queryComplexity: { limit: 250, score: 1 },
    currentUser: {
      id: 'gid://gitlab/User/1',
      username: 'root',
      name: 'Sandbox',
    },
    project: ({ fullPath }: { readonly fullPath: string }) => {
      // by path alone: `project(fullPath: "1")` is not a project's number
      const project = fullPath.includes('/')
        ? projects.find(fullPath)
        : undefined;
      return project ? projectOf(services, project) : null;
    },
    projects: (
      args: ConnectionArguments & {
        readonly fullPaths?: readonly string[] | null;
        readonly ids?: readonly string[] | null;
        readonly search?: string | null;
      },
    ) => {
      const { fullPaths, ids, search } = args;
      const found = projects
        .list()
        .filter(
          ({ fullPath, id }) =>
            (!fullPaths || fullPaths.includes(fullPath)) &&
            (!ids || ids.includes(`gid://gitlab/Project/${id}`)) &&
            (!search || fullPath.includes(search)),
        )
        .reverse();
      const { nodes, ...rest } = connectionOf(found, args);
      return {
        ...rest,
        nodes: nodes.map(project => projectOf(services, project)),
      };
    },
  };
}

function projectOf(services: GitlabServices, project: Project) {
  const { git, pipelines, baseUrl } = services;
  const url = projectUrl(baseUrl, project.fullPath);
  const one = (pipeline: CiPipeline | undefined) =>
    pipeline ? pipelineOf(services, project, pipeline) : null;
  return {
    id: `gid://gitlab/Project/${project.id}`,
    name: project.name,
    path: project.path,
    fullPath: project.fullPath,
    nameWithNamespace: `${project.namespace.split('/').join(' / ')} / ${project.name}`,
    description: project.description,
    webUrl: url,
    httpUrlToRepo: `${url}.git`,
    visibility: project.visibility,
    createdAt: project.createdAt,
    lastActivityAt: project.lastActivityAt,
    archived: false,
    repository: async () => {
      const rootRef = await git.defaultBranch(project.fullPath);
      return { rootRef: rootRef ?? null, empty: !rootRef, exists: true };
    },
    pipeline: (args: {
      readonly id?: string;
      readonly iid?: string;
      readonly sha?: string;
    }) =>
      one(
        pipelines
          .list(project.id)
          .find(
            ({ id, iid, sha }) =>
              (!args.id || args.id === `gid://gitlab/Ci::Pipeline/${id}`) &&
              (!args.iid || args.iid === String(iid)) &&
              (!args.sha || args.sha === sha),
          ),
      ),
    pipelines: (args: PipelinesArguments) => {
      const found = pipelines
        .list(project.id)
        .filter(
          ({ ref, sha, status, source }) =>
            (!args.ref || args.ref === ref) &&
            (!args.sha || args.sha === sha) &&
            (!args.status || args.status.toLowerCase() === status) &&
            (!args.source || args.source === source),
        );
      const { nodes, ...rest } = connectionOf(found, args);
      return { ...rest, nodes: nodes.map(one) };
    },
    job: ({ id }: { readonly id: string }) => {
      const { pipeline, job } = pipelines.getJob(
        project.id,
        Number(id.split('/').at(-1)),
      );
      return jobOf(services, project, pipeline, job);
    },
  };
}

function pipelineOf(
  services: GitlabServices,
  project: Project,
  pipeline: CiPipeline,
): object {
  const { id, jobs, status } = pipeline;
  const path = `/${encodePath(project.fullPath)}/-/pipelines/${id}`;
  const duration = secondsBetween(pipeline.startedAt, pipeline.finishedAt);
  return {
    id: `gid://gitlab/Ci::Pipeline/${id}`,
    iid: String(pipeline.iid),
    name: null,
    status: status.toUpperCase(),
    detailedStatus: detailedStatusOf(status, id, path),
    ref: pipeline.ref,
    sha: pipeline.sha,
    beforeSha: pipeline.beforeSha,
    path,
    source: pipeline.source,
    active: ACTIVE.includes(status),
    complete: !ACTIVE.includes(status) && status !== 'manual',
    cancelable: ACTIVE.includes(status),
    retryable: jobs.some(
      job =>
        !job.retried && (job.status === 'failed' || job.status === 'canceled'),
    ),
    yamlErrors: pipeline.yamlErrors !== undefined,
    yamlErrorMessages: pipeline.yamlErrors,
    createdAt: pipeline.createdAt,
    updatedAt: pipeline.updatedAt,
    startedAt: pipeline.startedAt,
    finishedAt: pipeline.finishedAt,
    duration: duration === null ? null : Math.round(duration),
    coverage: jobs.find(job => !job.retried && job.coverage !== undefined)
      ?.coverage,
    commit: () => commitOf(services, project, pipeline.sha),
    project: () => projectOf(services, project),
    stages: (args: ConnectionArguments) => {
      const { nodes, ...rest } = connectionOf(pipeline.stages, args);
      return {
        ...rest,
        nodes: nodes.map(name => stageOf(services, project, pipeline, name)),
      };
    },
    jobs: (args: JobsArguments) => {
      const found = jobs
        .filter(
          job =>
            (typeof args.retried !== 'boolean' ||
              args.retried === job.retried) &&
            (!args.statuses ||
              args.statuses.includes(job.status.toUpperCase())),
        )
        // GitLab gives the newest job first
        .sort((a, b) => b.id - a.id);
      return jobConnection(services, project, pipeline, found, args);
    },
  };
}

function stageOf(
  services: GitlabServices,
  project: Project,
  pipeline: CiPipeline,
  name: string,
) {
  const jobs = pipeline.jobs.filter(job => job.stage === name && !job.retried);
  const status = compositeStatus(jobs);
  const path = `/${encodePath(project.fullPath)}/-/pipelines/${pipeline.id}#${encodeURIComponent(name)}`;
  return {
    id: `gid://gitlab/Ci::Stage/${pipeline.id}${pipeline.stages.indexOf(name)}`,
    name,
    status,
    detailedStatus: detailedStatusOf(status, pipeline.id, path),
    jobs: (args: ConnectionArguments) =>
      jobConnection(services, project, pipeline, jobs, args),
  };
}

function jobConnection(
  services: GitlabServices,
  project: Project,
  pipeline: CiPipeline,
  jobs: readonly CiJob[],
  args: ConnectionArguments,
) {
  const { nodes, ...rest } = connectionOf(jobs, args);
  return {
    ...rest,
    nodes: nodes.map(job => jobOf(services, project, pipeline, job)),
  };
}

function jobOf(
  services: GitlabServices,
  project: Project,
  pipeline: CiPipeline,
  job: CiJob,
): object {
  const duration = secondsBetween(job.startedAt, job.finishedAt);
  const webPath = `/${encodePath(project.fullPath)}/-/jobs/${job.id}`;
  return {
    id: `gid://gitlab/Ci::Build/${job.id}`,
    name: job.name,
    status: job.status.toUpperCase(),
    detailedStatus: detailedStatusOf(job.status, job.id, webPath),
    allowFailure: job.allowFailure,
    manualJob: job.when === 'manual',
    // GitLab also calls a manual job playable that has finished
    playable:
      !job.retried &&
      job.when === 'manual' &&
      ['manual', 'success', 'failed', 'canceled'].includes(job.status),
    retryable: isRetryable(job),
    cancelable: ACTIVE.includes(job.status),
    retried: job.retried,
    active: ACTIVE.includes(job.status),
    createdAt: job.createdAt,
    startedAt: job.startedAt,
    finishedAt: job.finishedAt,
    duration: duration === null ? null : Math.round(duration),
    coverage: job.coverage,
    webPath,
    refName: pipeline.ref,
    stage: () => stageOf(services, project, pipeline, job.stage),
    pipeline: () => pipelineOf(services, project, pipeline),
  };
}

async function commitOf(
  { git, baseUrl }: GitlabServices,
  project: Project,
  sha: string,
) {
  const commit = await git.commit(project.fullPath, sha).catch(() => undefined);
  const webPath = `/${encodePath(project.fullPath)}/-/commit/${sha}`;
  return (
    commit && {
      id: `gid://gitlab/CommitPresenter/${sha}`,
      sha,
      shortId: commit.shortSha,
      title: commit.title,
      message: commit.message,
      description: commit.message.slice(commit.title.length).trim(),
      authorName: commit.authorName,
      authorEmail: commit.authorEmail,
      authoredDate: commit.authoredAt,
      committedDate: commit.committedAt,
      committerName: commit.committerName,
      webUrl: `${baseUrl}${webPath}`,
      webPath,
    }
  );
}

function detailedStatusOf(status: string, id: number, path: string) {
  const { icon, text, label, group, tooltip } = presentDetailedStatus({
    status,
    id,
  });
  return {
    id: `${status}-${id}`,
    detailsPath: path,
    favicon: null,
    group,
    hasDetails: true,
    icon,
    label,
    text,
    tooltip,
  };
}
