import type { CiJob, CiPipeline, PipelineRecord } from './model';
import { isFinished } from './transitions';

/** The pipeline that a record of the past describes. */
export function recordedPipeline(
  input: PipelineRecord,
  ids: Pick<CiPipeline, 'id' | 'iid' | 'projectId'> & {
    readonly nextJobId: () => number;
  },
): CiPipeline {
  const { nextJobId, ...own } = ids;
  const createdAt = input.createdAt.toISOString();
  const jobs = input.jobs.map((job): CiJob => ({
    id: nextJobId(),
    name: job.name,
    stage: job.stage,
    status: job.status,
    when: job.status === 'manual' ? 'manual' : 'on_success',
    allowFailure: job.allowFailure ?? job.status === 'manual',
    script: [...(job.script ?? [])],
    variables: {},
    environment: job.environment,
    createdAt,
    startedAt: job.startedAt?.toISOString(),
    finishedAt: job.finishedAt?.toISOString(),
    hasCoverage: job.coverage !== undefined,
    coverage: job.coverage,
    failureReason: job.status === 'failed' ? 'script_failure' : undefined,
    log: job.log ?? '',
    retried: false,
  }));
  const started = jobs.flatMap(({ startedAt }) => startedAt ?? []).sort();
  const ended = jobs.flatMap(({ finishedAt }) => finishedAt ?? []).sort();
  return {
    ...own,
    ref: input.ref ?? 'main',
    isTag: false,
    sha: input.sha,
    source: input.source ?? 'push',
    status: input.status,
    stages: [...new Set(jobs.map(({ stage }) => stage))],
    jobs,
    variables: {},
    atRest: true,
    createdAt,
    updatedAt: ended.at(-1) ?? createdAt,
    startedAt: started[0],
    finishedAt: isFinished(input) ? ended.at(-1) : undefined,
  };
}
