import type { Comparison } from '@slipway/plugin-gitops-common';

// The markers of GitLab and GitHub for commits that start no pipeline.
const skipsPipeline =
  /\[(?:skip ci|ci skip|no ci|skip actions|actions skip)\]/i;

/** How many commits people made: those by which a pipeline writes a tag into the same repository do not count. */
export function countSourceCommits({ commits }: Comparison): number {
  return commits.filter(({ title }) => !skipsPipeline.test(title)).length;
}
