import type { GitCommit } from '../git';
import type { CiPipeline } from './model';
import type { PipelinesOptions } from './PipelinesOptions';
import { predefinedVariables } from './predefinedVariables';

/** The variables that a pipeline has besides those of its file. */
export async function pipelineVariables(
  {
    projects,
    git,
    variablesOf,
    openMergeRequestsOf,
    baseUrl,
  }: PipelinesOptions,
  pipeline: CiPipeline,
  commit: GitCommit,
): Promise<{
  readonly predefined: Readonly<Record<string, string>>;
  /** Of the project and of whoever triggered it: these win over the file's. */
  readonly overriding: Readonly<Record<string, string>>;
  /** Values that must not stand in a log. */
  readonly secrets: readonly string[];
}> {
  const project = projects.get(pipeline.projectId);
  const defaultBranch = (await git.defaultBranch(project.fullPath)) ?? 'main';
  const own = variablesOf(project.id);
  return {
    predefined: predefinedVariables({
      project,
      pipeline,
      commit,
      defaultBranch,
      baseUrl,
      openMergeRequests: openMergeRequestsOf(project.id),
    }),
    overriding: {
      ...Object.fromEntries(own.map(({ key, value }) => [key, value])),
      ...pipeline.variables,
    },
    secrets: own.filter(({ masked }) => masked).map(({ value }) => value),
  };
}
