import type { CallOptions } from '@slipway/plugin-gitops-node';
import type { GitlabClient } from '../client/GitlabClient';
import type { RunWire } from '../client/wire';
import { withoutSkipped } from './mapPipeline';
import { usualBranch } from './usualBranch';

/** Most items that GitLab puts on a page. */
const pageSize = 100;

/** Newest runs of the default branch. Asks once where that is `main`, else twice. */
export async function readRecent(
  client: GitlabClient,
  path: string,
  { limit, signal }: CallOptions & { readonly limit: number },
): Promise<readonly RunWire[]> {
  // Some room for the runs that `[skip ci]` commits leave.
  const first = Math.min(limit * 4, pageSize);
  let project = await client.recentPipelines(path, {
    ref: usualBranch,
    first,
    signal,
  });
  const branch = project.repository?.rootRef;
  if (branch && branch !== usualBranch) {
    project = await client.recentPipelines(path, {
      ref: branch,
      first,
      signal,
    });
  }
  return withoutSkipped(project.pipelines).slice(0, limit);
}
