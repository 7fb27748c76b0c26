import type { CiStatus, PipelineRecord } from '../pipelines';
import { buildScript, releaseScript, type SeedService } from './serviceFiles';

/** How a pipeline of the past ended. */
export interface PipelineOutcome {
  readonly status: CiStatus;
  /** Status of single jobs; the others succeeded. */
  readonly jobs?: Readonly<Record<string, CiStatus>>;
  readonly imageBuilt: boolean;
  /** The last lines of the log of a job. */
  readonly logs?: Readonly<Record<string, string>>;
}

/** All jobs succeeded, and the image was released everywhere. */
export const passed: PipelineOutcome = { status: 'success', imageBuilt: true };

/** A pipeline whose tests failed: no image, nothing released. */
export function failedInTest(
  service: SeedService,
  log: string,
): PipelineOutcome {
  const skipped = [
    'build-image',
    ...service.environments.map(name => `release-${name}`),
  ];
  return {
    status: 'failed',
    imageBuilt: false,
    jobs: {
      test: 'failed',
      ...Object.fromEntries(skipped.map(name => [name, 'skipped' as const])),
    },
    logs: { test: log },
  };
}

const seconds: Readonly<Record<string, number>> = {
  lint: 14,
  test: 71,
  'build-image': 96,
};

/** The jobs of a seeded service's pipeline, one after the other. */
export function pipelineJobs(
  service: SeedService,
  createdAt: Date,
  outcome: PipelineOutcome,
): PipelineRecord['jobs'] {
  const plan = [
    { name: 'lint', stage: 'lint', script: ['ruff check src'] },
    { name: 'test', stage: 'test', script: ['pytest'] },
    { name: 'build-image', stage: 'build', script: buildScript(service) },
    ...service.environments.map(environment => ({
      name: `release-${environment}`,
      stage: 'release',
      environment,
      script: releaseScript(service, environment),
    })),
  ];
  let at = createdAt.getTime() + 3000;
  return plan.map(job => {
    const status = outcome.jobs?.[job.name] ?? 'success';
    const startedAt = new Date(at);
    const ran = ['success', 'failed', 'running'].includes(status);
    at += ran ? (seconds[job.name] ?? 9) * 1000 : 0;
    const optional =
      service.manualRelease === 'optional' &&
      job.name === `release-${service.environments.at(-1)}`;
    return {
      ...job,
      status,
      ...(ran && { startedAt }),
      ...(ran && status !== 'running' && { finishedAt: new Date(at) }),
      ...(optional && { allowFailure: true }),
      log:
        outcome.logs?.[job.name] ??
        (ran ? job.script.map(line => `$ ${line}`).join('\n') : ''),
    };
  });
}
