import { graphql } from 'graphql';
import { statusOf, type FakePipeline, type FakeProject } from './FakeProject';
import { gitlabSchema } from './gitlabSchema';

interface Page {
  readonly first?: number;
  readonly after?: string;
}

/** Runs a query against the projects as GitLab would. */
export async function fakeGraphql(
  projects: ReadonlyMap<string, FakeProject>,
  baseUrl: string,
  body: { query: string; variables?: Record<string, unknown> },
) {
  const root = {
    project: ({ fullPath }: { fullPath: string }) => {
      const project = projects.get(fullPath.toLowerCase());
      return project && projectType(project, baseUrl);
    },
    projects: ({ fullPaths, ...page }: Page & { fullPaths: string[] }) =>
      connection(
        // GitLab orders by id, not as asked.
        [...projects.values()]
          .filter(({ path }) =>
            fullPaths.some(wanted => wanted.toLowerCase() === path),
          )
          .map(project => projectType(project, baseUrl)),
        page,
      ),
  };
  return graphql({
    schema: gitlabSchema,
    source: body.query,
    variableValues: body.variables,
    rootValue: root,
  });
}

function projectType(project: FakeProject, baseUrl: string) {
  return {
    fullPath: project.path,
    repository: { rootRef: project.defaultBranch },
    pipelines: ({ ref, ...page }: Page & { ref?: string }) =>
      connection(
        project.pipelines
          .filter(pipeline => !ref || pipeline.ref === ref)
          .map(pipeline => pipelineType(project, pipeline, baseUrl)),
        page,
      ),
    pipeline: ({ iid }: { iid: string }) => {
      const found = project.pipelines.find(one => String(one.iid) === iid);
      return found && pipelineType(project, found, baseUrl);
    },
  };
}

function pipelineType(
  project: FakeProject,
  pipeline: FakePipeline,
  baseUrl: string,
) {
  const { commit, jobs } = pipeline;
  const status = statusOf(jobs);
  const stages = [...new Set(jobs.map(({ stage }) => stage))];
  return {
    id: `gid://gitlab/Ci::Pipeline/${pipeline.id}`,
    iid: String(pipeline.iid),
    status: status.toUpperCase(),
    ref: pipeline.ref,
    sha: commit.sha,
    path: `/${project.path}/-/pipelines/${pipeline.id}`,
    createdAt: commit.at.toISOString(),
    startedAt: commit.at.toISOString(),
    finishedAt: status === 'success' ? commit.at.toISOString() : null,
    duration: status === 'success' ? 61 : null,
    commit: {
      sha: commit.sha,
      title: commit.message.split('\n')[0],
      authorName: 'Ada Lovelace',
      authoredDate: commit.at.toISOString(),
      webUrl: `${baseUrl}/${project.path}/-/commit/${commit.sha}`,
    },
    stages: (page: Page) =>
      connection(
        stages.map(name => ({
          name,
          status: statusOf(jobs.filter(({ stage }) => stage === name)),
        })),
        page,
      ),
    jobs: ({ retried, ...page }: Page & { retried?: boolean }) =>
      connection(
        // Newest first, as GitLab does.
        [...jobs]
          .reverse()
          .filter(job => retried === undefined || job.retried === retried)
          .map(job => ({
            id: `gid://gitlab/Ci::Build/${job.id}`,
            name: job.name,
            status: job.status.toUpperCase(),
            allowFailure: false,
            // Of a manual job that is done GitLab says this too.
            playable: job.manual && job.status !== 'created',
            retryable: ['failed', 'success'].includes(job.status),
            retried: job.retried,
            duration: 30,
            coverage: job.name === 'unit' ? 92.5 : null,
            webPath: `/${project.path}/-/jobs/${job.id}`,
            stage: { name: job.stage },
          })),
        page,
      ),
  };
}

function connection<T>(items: readonly T[], { first, after }: Page) {
  const start = after ? Number(after) : 0;
  const end = Math.min(start + (first ?? 100), items.length);
  return {
    nodes: items.slice(start, end),
    pageInfo: { hasNextPage: end < items.length, endCursor: String(end) },
  };
}
