import type { FileDiff } from '../git';
import type { CiPipeline } from '../pipelines';
import type { GitlabServices } from './GitlabServices';
import type { MergeRequest } from './model/MergeRequests';
import type { Project } from './model/Projects';

export type MergeResult =
  | { readonly type: 'merged'; readonly request: MergeRequest }
  | { readonly type: 'notOpen' }
  | { readonly type: 'conflicts' };

/** Adds an open merge request, and has its pipeline made. */
export function openMergeRequest(
  { mergeRequests, pipelines, now }: GitlabServices,
  input: Omit<MergeRequest, 'id' | 'iid' | 'state' | 'createdAt' | 'updatedAt'>,
): MergeRequest {
  const createdAt = now().toISOString();
  const request = mergeRequests.create({
    ...input,
    createdAt,
    updatedAt: createdAt,
  });
  pipelines.openMergeRequest(request.projectId, request);
  return request;
}

/** Merges with a merge commit, which starts a pipeline like any other push. */
export async function acceptMergeRequest(
  { mergeRequests, git, now }: GitlabServices,
  project: Project,
  request: MergeRequest,
): Promise<MergeResult> {
  const { iid, title, sourceBranch, targetBranch } = request;
  if (request.state !== 'opened') {
    return { type: 'notOpen' };
  }
  const merged = await git.merge(project.fullPath, sourceBranch, targetBranch, {
    message: `Merge branch '${sourceBranch}' into '${targetBranch}'\n\n${title}\n\nSee merge request ${project.fullPath}!${iid}`,
    date: now(),
  });
  if (!merged) {
    return { type: 'conflicts' };
  }
  const mergedAt = now().toISOString();
  const changed: MergeRequest = {
    ...request,
    state: 'merged',
    mergedAt,
    updatedAt: mergedAt,
    mergeCommitSha: merged.sha,
  };
  mergeRequests.put(changed);
  if (request.removeSourceBranch) {
    await git.deleteBranch(project.fullPath, sourceBranch);
  }
  return { type: 'merged', request: changed };
}

/** What it would change, or has changed; nothing when its branch is gone. */
export async function changesOf(
  { git }: GitlabServices,
  { fullPath }: Project,
  { sourceBranch, targetBranch, mergeCommitSha }: MergeRequest,
): Promise<readonly FileDiff[]> {
  if (mergeCommitSha) {
    return git.diff(fullPath, undefined, mergeCommitSha);
  }
  const source = await git.resolveRevision(
    fullPath,
    `refs/heads/${sourceBranch}`,
  );
  if (!source) {
    return [];
  }
  const base = await git.mergeBase(fullPath, targetBranch, source);
  return git.diff(fullPath, base, source);
}

/** Newest first: its own, those of its branch, and the one of its merge. */
export function pipelinesOf(
  { pipelines }: GitlabServices,
  { projectId, iid, sourceBranch, mergeCommitSha }: MergeRequest,
): readonly CiPipeline[] {
  return pipelines
    .list(projectId)
    .filter(
      ({ mergeRequestIid, ref, sha }) =>
        mergeRequestIid === iid ||
        ref === sourceBranch ||
        sha === mergeCommitSha,
    );
}
