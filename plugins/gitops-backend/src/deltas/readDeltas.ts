import {
  commitOfTag,
  type Deployment,
  type Environment,
  type EnvironmentDelta,
  isUnreleased,
  type ProjectRef,
  summarizeDeployment,
} from '@slipway/plugin-gitops-common';
import { within } from '../concurrency';
import type { Comparisons } from './Comparisons';
import { countSourceCommits } from './countSourceCommits';

export interface ReadDeltasInput {
  readonly environments: readonly Environment[];
  readonly deployments: readonly Deployment[];
  readonly project: ProjectRef | undefined;
  readonly comparisons: Comparisons;
  readonly budgetMs: number;
  /** Called when commits that the answer had to do without have arrived. */
  readonly onLate: () => void;
}

/** What each environment would get from the one before it. Only environments that run a released tag have a neighbour. */
export async function readDeltas(
  input: ReadDeltasInput,
): Promise<readonly EnvironmentDelta[]> {
  const { environments, deployments } = input;
  const tagged = environments.flatMap(({ name }) => {
    const deployment = deployments.find(
      candidate => candidate.environment === name,
    );
    const tag = deployment && tagOf(deployment);
    return tag && !isUnreleased(tag) ? [{ name, tag }] : [];
  });
  return Promise.all(
    tagged.slice(1).map((to, index) => readDelta(input, tagged[index], to)),
  );
}

/** What runs; where that is no commit, as after a fix by hand, what Git last brought there. */
function tagOf(deployment: Deployment): string | undefined {
  const { tag } = summarizeDeployment(deployment);
  const [image] = deployment.images;
  const fromGit = image?.synced ?? image?.desired;
  return tag && !commitOfTag(tag) && fromGit && commitOfTag(fromGit)
    ? fromGit
    : tag;
}

interface Tagged {
  readonly name: string;
  readonly tag: string;
}

async function readDelta(
  { project, comparisons, budgetMs, onLate }: ReadDeltasInput,
  from: Tagged,
  to: Tagged,
): Promise<EnvironmentDelta> {
  const delta = {
    from: from.name,
    to: to.name,
    fromTag: from.tag,
    toTag: to.tag,
  };
  if (from.tag === to.tag) {
    return { ...delta, commits: 0 };
  }
  const ahead = commitOfTag(from.tag);
  const behind = commitOfTag(to.tag);
  if (!project || !ahead || !behind) {
    return delta;
  }
  const comparing = comparisons.get(project, behind, ahead);
  const answer = await within(
    budgetMs,
    comparing.then(comparison => ({ comparison })),
  );
  if (!answer) {
    // Never rejects: a comparison that cannot be had is a value.
    void comparing.then(late => late && onLate());
    return delta;
  }
  const { comparison } = answer;
  return {
    ...delta,
    ...(comparison && { commits: countSourceCommits(comparison) }),
    ...(comparison?.webUrl && { webUrl: comparison.webUrl }),
  };
}
