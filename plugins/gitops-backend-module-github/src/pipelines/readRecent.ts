import type { ProjectRef } from '@slipway/plugin-gitops-common';
import type { CallOptions } from '@slipway/plugin-gitops-node';
import type { GithubClient } from '../client/GithubClient';
import type { RunWire } from '../client/wire';
import { chooseRuns, isWorkflowFile } from './chooseRuns';
import { runOfRest, type GithubRun } from './GithubRun';

/** What nearly every repository's default branch is called: asked for together with the repository itself. */
const usualBranch = 'main';
/** Most items that GitHub puts on a page. */
const pageSize = 100;

/** Newest delivering runs of the default branch. Two requests at once where that is `main`, else one more. */
export async function readRecent(
  client: GithubClient,
  { path, pipeline }: ProjectRef,
  { limit, signal }: CallOptions & { readonly limit: number },
): Promise<readonly GithubRun[]> {
  const workflow = pipeline && isWorkflowFile(pipeline) ? pipeline : undefined;
  const runsOf = (branch: string): Promise<readonly RunWire[]> =>
    client.runs(path, {
      branch,
      workflow,
      // Room for the runs of other workflows.
      limit: workflow ? limit : pageSize,
      signal,
    });
  const [branch, guessed] = await Promise.all([
    client.defaultBranch(path, { signal }),
    runsOf(usualBranch),
  ]);
  const runs = branch === usualBranch ? guessed : await runsOf(branch);
  return chooseRuns(runs.map(runOfRest), pipeline).slice(0, limit);
}
