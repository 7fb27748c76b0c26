import type {
  PipelineJob,
  PipelineStage,
  PipelineStatus,
} from '@slipway/plugin-gitops-common';
import type { JobWire } from '../client/wire';
import { durationOf } from './durationOf';
import { mapStatus } from './mapStatus';
import { stageOfJobs } from './stageOfJobs';

/** What the state of a stage is, by the most telling state of its jobs. */
const telling: readonly PipelineStatus[] = [
  'failed',
  'canceled',
  'running',
  'pending',
  'created',
  'manual',
  'success',
  'skipped',
];

/**
 * The stages of a run with their jobs, in the order in which GitHub took the jobs up: a job appears in its API only once the
 * jobs that it needs are done, so this is an order that the run's `needs` allow.
 */
export function mapStages(
  jobs: readonly JobWire[],
  run: { readonly status: PipelineStatus; readonly mayApprove: boolean },
): PipelineStage[] {
  const inOrder = [...jobs].sort((a, b) => Number(a.id) - Number(b.id));
  const names = stageOfJobs(inOrder.map(({ name }) => name));
  const mapped = inOrder.map((job, i) => mapJob(job, names[i], run));
  return [...new Set(mapped.map(({ stage }) => stage))].map(name => {
    const its = mapped.filter(({ stage }) => stage === name);
    return { name, status: statusOfStage(its), jobs: its };
  });
}

/** Of jobs of one stage. */
export function statusOfStage(
  jobs: readonly Pick<PipelineJob, 'status' | 'allowFailure'>[],
): PipelineStatus {
  const states = jobs.map(({ status, allowFailure }) =>
    allowFailure && status === 'failed' ? 'success' : status,
  );
  return telling.find(state => states.includes(state)) ?? 'unknown';
}

function mapJob(
  job: JobWire,
  { stage, job: name }: { readonly stage: string; readonly job: string },
  run: { readonly status: PipelineStatus; readonly mayApprove: boolean },
): PipelineJob {
  const status = mapStatus(job.status, job.conclusion);
  const isOver = ['success', 'failed', 'canceled'].includes(run.status);
  return {
    id: job.id,
    name,
    stage,
    status,
    playable: status === 'manual' && run.mayApprove,
    retryable: isOver && (status === 'failed' || status === 'canceled'),
    // The API does not tell `continue-on-error`, but only with it can a run pass in spite of a job.
    allowFailure: status === 'failed' && run.status === 'success',
    startedAt: job.started_at,
    finishedAt: job.completed_at,
    duration: durationOf(job.started_at, job.completed_at),
    webUrl: job.html_url,
  };
}
