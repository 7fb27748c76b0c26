import type { PipelineRun, ProjectRef } from '@slipway/plugin-gitops-common';
import { durationOf } from './durationOf';
import type { GithubRun } from './GithubRun';

/** A run without its jobs. */
export function mapPipeline(project: ProjectRef, run: GithubRun): PipelineRun {
  const isOver = ['success', 'failed', 'canceled', 'skipped'].includes(
    run.status,
  );
  // GitHub does not say when a run ended, but nothing touches it afterwards.
  const finishedAt = isOver ? run.updatedAt : undefined;
  return {
    project,
    id: run.id,
    label: `#${run.number}`,
    status: run.status,
    ref: run.branch ?? '',
    sha: run.sha,
    commit: run.commit,
    createdAt: run.createdAt,
    startedAt: run.startedAt,
    finishedAt,
    duration: durationOf(run.startedAt, finishedAt),
    webUrl: run.webUrl,
  };
}
