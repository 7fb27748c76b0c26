import type { PushEvent } from '../../git';
import type { PullRequest } from '../model/PullRequests';
import type { Repository } from '../model/Repositories';
import { findTriggered, type WorkflowFile } from './findTriggered';
import type { NewRun } from './newRun';
import type { WorkflowRunsOptions } from './WorkflowRunsOptions';

/** A run that an event asks for. */
export interface TriggeredRun {
  readonly file: WorkflowFile;
  readonly input: NewRun;
}

type Options = Pick<WorkflowRunsOptions, 'git'>;

/** The runs of a branch or tag that was moved or made. */
export async function runsOfPush(
  options: Options,
  repository: Repository,
  { ref, before, after }: PushEvent,
): Promise<TriggeredRun[]> {
  const [, kind, name] = /^refs\/(heads|tags)\/(.+)$/.exec(ref) ?? [];
  if (!name || !after) {
    return [];
  }
  const isTag = kind === 'tags';
  const files = await findTriggered(
    options,
    repository,
    after,
    { name: 'push', ...(isTag ? { tag: name } : { branch: name }) },
    isTag
      ? undefined
      : await originOf(options, repository, name, after, before),
  );
  return files.map(file => ({
    file,
    input: {
      event: 'push',
      ref,
      branch: name,
      sha: after,
      beforeSha: before,
      inputs: {},
    },
  }));
}

/** The runs of a pull request that was opened or pushed to. */
export async function runsOfPullRequest(
  options: Options,
  repository: Repository,
  request: PullRequest,
  action: string,
): Promise<TriggeredRun[]> {
  const { git } = options;
  const { fullName } = repository;
  const [sha, base] = await Promise.all(
    [request.head, request.base].map(branch =>
      git.resolveRevision(fullName, `refs/heads/${branch}`),
    ),
  );
  if (!sha || !base) {
    return [];
  }
  const files = await findTriggered(
    options,
    repository,
    sha,
    { name: 'pull_request', branch: request.base, action },
    await git.mergeBase(fullName, base, sha),
  );
  return files.map(file => ({
    file,
    input: {
      event: 'pull_request',
      ref: `refs/pull/${request.number}/merge`,
      branch: request.head,
      sha,
      pullRequest: request.number,
      action,
      inputs: {},
    },
  }));
}

/** What a push is compared with: where the branch was, or where a new one left the default branch. */
async function originOf(
  { git }: Options,
  { fullName }: Repository,
  branch: string,
  sha: string,
  before: string | undefined,
): Promise<string | undefined> {
  if (before) {
    return git.resolveRevision(fullName, before);
  }
  const main = await git.defaultBranch(fullName);
  return main && main !== branch
    ? git.mergeBase(fullName, main, sha)
    : undefined;
}
