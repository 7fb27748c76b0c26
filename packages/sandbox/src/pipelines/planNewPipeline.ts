import type { Project } from '../gitlab/model/Projects';
import {
  CiConfigError,
  loadCiConfig,
  planPipeline,
  type PlannedJob,
} from './ci';
import type { CiPipeline } from './model';
import type {
  PipelineMergeRequest,
  PipelinesOptions,
} from './PipelinesOptions';
import { pipelineVariables } from './pipelineVariables';

/** What a pipeline is wanted for. */
export interface PipelineRequest {
  readonly project: Project;
  readonly ref: string;
  readonly isTag: boolean;
  readonly sha: string;
  readonly beforeSha?: string;
  readonly source: CiPipeline['source'];
  readonly variables?: Readonly<Record<string, string>>;
  /** `git push -o ci.skip`. */
  readonly skip?: boolean;
  /** For the source `merge_request_event`. */
  readonly mergeRequest?: PipelineMergeRequest;
}

export type NewPipelinePlan =
  | {
      readonly type: 'run';
      readonly stages: readonly string[];
      readonly jobs: readonly PlannedJob[];
    }
  | { readonly type: 'skipped' }
  | { readonly type: 'invalid'; readonly yamlErrors: string }
  /** No pipeline at all. */
  | { readonly type: 'none'; readonly reason: string };

/** Reads the repository's file at the commit and decides what its pipeline is made of. `draft` is the pipeline without jobs. */
export async function planNewPipeline(
  options: PipelinesOptions,
  request: PipelineRequest,
  draft: CiPipeline,
): Promise<NewPipelinePlan> {
  const { git } = options;
  const { project, sha, source } = request;
  const repo = project.fullPath;
  const configPath = project.ciConfigPath || '.gitlab-ci.yml';
  const entries = await git.listFiles(repo, sha, { recursive: true });
  const paths = entries.map(({ path }) => path);
  if (!paths.includes(configPath)) {
    return { type: 'none', reason: 'Missing CI config file' };
  }
  const commit = await git.commit(repo, sha);
  const asksToSkip =
    ['push', 'merge_request_event'].includes(source) &&
    /\[(skip ci|ci skip)\]/i.test(commit.message);
  if (request.skip || asksToSkip) {
    return { type: 'skipped' };
  }
  try {
    const read = (path: string) => git.readFile(repo, sha, path);
    const config = await loadCiConfig(configPath, { paths, read });
    const { predefined, overriding } = await pipelineVariables(
      options,
      draft,
      commit,
    );
    const changedPaths = await changedPathsOf(options, request);
    return planPipeline(config, {
      predefined,
      overriding,
      changedPaths,
      paths,
    });
  } catch (error) {
    if (error instanceof CiConfigError) {
      return { type: 'invalid', yamlErrors: error.message };
    }
    throw error;
  }
}

/** Undefined where there is nothing to compare with: `rules:changes` is then true. */
async function changedPathsOf(
  { git }: PipelinesOptions,
  { project, sha, beforeSha, source, mergeRequest }: PipelineRequest,
): Promise<readonly string[] | undefined> {
  const base = mergeRequest
    ? await git.mergeBase(project.fullPath, mergeRequest.targetBranch, sha)
    : source === 'push' && beforeSha;
  if (!base) {
    return undefined;
  }
  const files = await git.diff(project.fullPath, base, sha);
  return files.flatMap(({ oldPath, newPath }) => [oldPath, newPath]);
}
