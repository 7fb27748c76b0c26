import type { ProjectRef } from '@slipway/plugin-gitops-common';
import { NotFoundError } from '@backstage/errors';
import type { CallOptions } from '@slipway/plugin-gitops-node';
import type { GithubClient } from '../client/GithubClient';
import { chooseRuns, isWorkflowFile } from './chooseRuns';
import { runOfRest, runsOfHistory, type GithubRun } from './GithubRun';

/** More repositories in one query make GitHub's answer slow rather than cheap. */
const batchSize = 25;
/** Enough to look past the commits that a release adds with `[skip ci]`. */
const fewCommits = 10;
const manyCommits = 50;
const atOnce = 8;

interface Known {
  readonly runs: readonly GithubRun[];
  readonly branch?: string;
  /** There are more commits than were looked at. */
  readonly more: boolean;
}

/**
 * The newest delivering run of each project of one owner, in their order. One query per 25 repositories. Repositories without
 * a run at their newest commits share one more; a workflow that none of them ran, as is usual in a repository that many
 * services share, is asked for by itself.
 */
export async function readLatest(
  client: GithubClient,
  projects: readonly ProjectRef[],
  options: CallOptions = {},
): Promise<readonly (GithubRun | undefined)[]> {
  const paths = [...new Set(projects.map(({ path }) => path))];
  const known = await readHistories(client, paths, fewCommits, options);
  const without = paths.filter(path => {
    const about = known.get(path);
    const isWhole = projects.some(
      project => project.path === path && project.pipeline === undefined,
    );
    return (
      isWhole && about?.more && chooseRuns(about.runs, undefined).length === 0
    );
  });
  const further = await readHistories(client, without, manyCommits, options);

  const found = new Map<ProjectRef, GithubRun>();
  const missing: ProjectRef[] = [];
  for (const project of projects) {
    const about = further.get(project.path) ?? known.get(project.path);
    const [run] = chooseRuns(about?.runs ?? [], project.pipeline);
    if (run) {
      found.set(project, run);
    } else if (about?.branch && project.pipeline !== undefined) {
      missing.push(project);
    }
  }
  for (const some of slices(missing, atOnce)) {
    await Promise.all(
      some.map(async project => {
        const branch = known.get(project.path)?.branch ?? '';
        const run = await readWorkflow(client, project, branch, options);
        if (run) {
          found.set(project, run);
        }
      }),
    );
  }
  return projects.map(project => found.get(project));
}

async function readHistories(
  client: GithubClient,
  paths: readonly string[],
  commits: number,
  { signal }: CallOptions,
): Promise<ReadonlyMap<string, Known>> {
  const known = new Map<string, Known>();
  for (const some of slices(paths, batchSize)) {
    const answers = await client.latestRuns(some, { commits, signal });
    answers.forEach((answer, i) => {
      if (answer) {
        const history = answer.defaultBranchRef?.target?.history ?? [];
        known.set(some[i], {
          runs: runsOfHistory(answer),
          branch: answer.defaultBranchRef?.name,
          more: history.length === commits,
        });
      }
    });
  }
  return known;
}

async function readWorkflow(
  client: GithubClient,
  { path, pipeline = '' }: ProjectRef,
  branch: string,
  { signal }: CallOptions,
): Promise<GithubRun | undefined> {
  const isFile = isWorkflowFile(pipeline);
  try {
    const runs = await client.runs(path, {
      branch,
      workflow: isFile ? pipeline : undefined,
      limit: isFile ? fewCommits : 100,
      signal,
    });
    return chooseRuns(runs.map(runOfRest), pipeline)[0];
  } catch (error) {
    // Nothing of that name ran yet, or the file is not there yet.
    if (error instanceof NotFoundError) {
      return undefined;
    }
    throw error;
  }
}

function slices<T>(items: readonly T[], size: number): T[][] {
  const count = Math.ceil(items.length / size);
  return Array.from({ length: count }, (_, i) =>
    items.slice(i * size, (i + 1) * size),
  );
}
