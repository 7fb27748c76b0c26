import type {
  PipelineJob,
  PipelineStage,
  PipelineStatus,
} from '@slipway/plugin-gitops-common';
import type { JobWire, RunWire } from '../client/wire';
import { mapStatus } from './mapStatus';

/**
 * The stages of a run in their order with their jobs. A retried job gives way to its newest try, which keeps the place that
 * the job had in the run's definition.
 */
export function mapStages(
  stages: RunWire['stages'],
  jobs: readonly JobWire[],
  baseUrl: string,
): PipelineStage[] {
  const inOrder = [...jobs].sort((a, b) => numberOf(a) - numberOf(b));
  const places = new Map<string, JobWire[]>();
  for (const job of inOrder) {
    const key = `${job.stage?.name}/${job.name}`;
    places.set(key, [...(places.get(key) ?? []), job]);
  }
  const latest = [...places.values()].flatMap(
    tries => tries.find(job => !job.retried) ?? [],
  );
  const known = new Map(
    stages.map(stage => [stage.name ?? '', mapStatus(stage.status)]),
  );
  const names = new Set([
    ...known.keys(),
    ...latest.map(job => job.stage?.name ?? ''),
  ]);
  return [...names].map(name => ({
    name,
    status: known.get(name) ?? ('unknown' satisfies PipelineStatus),
    jobs: latest
      .filter(job => (job.stage?.name ?? '') === name)
      .map(job => mapJob(job, name, baseUrl)),
  }));
}

function mapJob(job: JobWire, stage: string, baseUrl: string): PipelineJob {
  return {
    id: job.id ?? '',
    name: job.name ?? '',
    stage,
    status: mapStatus(job.status),
    // GitLab calls a manual job that is done playable too, and means that it can be run again.
    playable:
      job.playable && (job.status === 'manual' || job.status === 'scheduled'),
    retryable: job.retryable,
    allowFailure: job.allowFailure,
    startedAt: job.startedAt,
    finishedAt: job.finishedAt,
    duration: job.duration,
    coverage: job.coverage,
    webUrl: job.webPath && new URL(job.webPath, baseUrl).toString(),
  };
}

function numberOf(job: JobWire): number {
  return Number(job.id ?? 0);
}
