import { NotFoundError } from '@backstage/errors';
import type { ProjectRef } from '@slipway/plugin-gitops-common';
import type { CallOptions } from '@slipway/plugin-gitops-node';
import type { GitlabClient } from '../client/GitlabClient';
import type { RunWire, SharedRunWire } from '../client/wire';
import { partOfRun } from './partOfRun';
import { usualBranch } from './usualBranch';

/** GitLab cannot be asked for the runs with a certain job, so this many are looked through. */
const lookedThrough = 30;

/** Newest runs of a shared project's default branch, with the states of their jobs. */
export async function readShared(
  client: GitlabClient,
  path: string,
  { signal }: CallOptions = {},
): Promise<readonly SharedRunWire[]> {
  const runs = { first: lookedThrough, signal };
  const project = await client.sharedPipelines(path, {
    ...runs,
    ref: usualBranch,
  });
  const branch = project.repository?.rootRef;
  return branch && branch !== usualBranch
    ? (await client.sharedPipelines(path, { ...runs, ref: branch })).pipelines
    : project.pipelines;
}

/** The newest run of each component. One request for each project that they share; what cannot be seen is left out. */
export async function readLatestShared(
  components: readonly ProjectRef[],
  clientOf: (project: ProjectRef) => GitlabClient | undefined,
  options: CallOptions = {},
): Promise<ReadonlyMap<ProjectRef, RunWire>> {
  const keyOf = ({ host, path }: ProjectRef) => `${host}\n${path}`;
  const shared = new Map(components.map(one => [keyOf(one), one]));
  const runs = new Map(
    await Promise.all(
      [...shared].map(async ([key, project]) => {
        const client = clientOf(project);
        const found = client
          ? await readShared(client, project.path, options).catch(orNothing)
          : [];
        return [key, found] as const;
      }),
    ),
  );
  return new Map(
    components.flatMap(component => {
      const [newest] = (runs.get(keyOf(component)) ?? []).flatMap(
        run => partOfRun(run, component.pipeline ?? '') ?? [],
      );
      return newest ? [[component, newest] as const] : [];
    }),
  );
}

function orNothing(error: unknown): readonly SharedRunWire[] {
  if (error instanceof NotFoundError) {
    return [];
  }
  throw error;
}
