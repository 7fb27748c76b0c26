import type {
  Commit,
  PipelineRun,
  ProjectRef,
} from '@slipway/plugin-gitops-common';
import { currentStage } from '@slipway/plugin-gitops-node';
import type { RunWire } from '../client/wire';
import { mapStatus } from './mapStatus';

/** A run without its jobs. `baseUrl` is the address of the host's pages. */
export function mapPipeline(
  project: ProjectRef,
  run: RunWire,
  baseUrl: string,
): PipelineRun {
  const status = mapStatus(run.status);
  return {
    project,
    id: run.id,
    label: `#${run.iid}`,
    status,
    ref: run.ref ?? '',
    sha: run.sha ?? '',
    commit: run.commit ? mapCommit(run.commit) : undefined,
    createdAt: run.createdAt,
    startedAt: run.startedAt,
    finishedAt: run.finishedAt,
    duration: run.duration,
    webUrl: run.path && new URL(run.path, baseUrl).toString(),
    currentStage: currentStage(
      status,
      run.stages.map(stage => ({
        name: stage.name ?? '',
        status: mapStatus(stage.status),
      })),
    ),
  };
}

/**
 * Runs that did something. GitLab records a run for a commit that says `[skip ci]` too; such a run is shown only where there
 * is no other.
 */
export function withoutSkipped(runs: readonly RunWire[]): readonly RunWire[] {
  const others = runs.filter(run => run.status !== 'skipped');
  return others.length > 0 ? others : runs;
}

function mapCommit(commit: NonNullable<RunWire['commit']>): Commit {
  return {
    sha: commit.sha,
    title: commit.title ?? '',
    authorName: commit.authorName,
    authoredAt: commit.authoredDate,
    webUrl: commit.webUrl,
  };
}
