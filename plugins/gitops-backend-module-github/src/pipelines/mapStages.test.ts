import { mapStages } from './mapStages';
import { mapStatus } from './mapStatus';

it.each([
  ['queued', undefined, 'pending'],
  ['requested', undefined, 'pending'],
  ['pending', undefined, 'pending'],
  ['in_progress', undefined, 'running'],
  ['waiting', undefined, 'manual'],
  ['completed', 'success', 'success'],
  ['completed', 'neutral', 'success'],
  ['completed', 'failure', 'failed'],
  ['completed', 'timed_out', 'failed'],
  ['completed', 'startup_failure', 'failed'],
  ['completed', 'cancelled', 'canceled'],
  ['completed', 'stale', 'canceled'],
  ['completed', 'skipped', 'skipped'],
  ['completed', 'action_required', 'manual'],
  ['completed', 'a conclusion of a later version', 'unknown'],
  ['completed', undefined, 'unknown'],
  ['constructor', undefined, 'unknown'],
  [undefined, undefined, 'unknown'],
])('shows %p with %p as %s', (status, conclusion, ours) => {
  expect(mapStatus(status, conclusion)).toBe(ours);
});

const aJob = (
  id: number,
  name: string,
  status = 'completed',
  conclusion: string | undefined = status === 'completed'
    ? 'success'
    : undefined,
) => ({
  id: String(id),
  node_id: `CR_${id}`,
  run_id: '1',
  name,
  status,
  conclusion,
  started_at: '2026-01-01T00:00:00Z',
  completed_at: conclusion ? '2026-01-01T00:01:30Z' : undefined,
  html_url: `https://github.com/shop/orders/actions/runs/1/job/${id}`,
});
const running = { status: 'running', mayApprove: true } as const;
const failed = { status: 'failed', mayApprove: true } as const;
const passed = { status: 'success', mayApprove: true } as const;

describe('the stages of a run', () => {
  it('stand in the order in which GitHub took up their jobs', () => {
    const stages = mapStages(
      [
        aJob(12, 'release-dev', 'in_progress'),
        aJob(9, 'test'),
        aJob(13, 'release-prod', 'waiting'),
        aJob(10, 'build'),
      ],
      running,
    );
    expect(stages.map(({ name, status }) => [name, status])).toEqual([
      ['test', 'success'],
      ['build', 'success'],
      ['release', 'running'],
    ]);
  });

  it.each([
    ['waiting', running, true],
    ['waiting', { ...running, mayApprove: false }, false],
    ['in_progress', running, false],
    ['completed', passed, false],
  ])('offer a job that is %s in %j to be started: %p', (status, run, ours) => {
    const [{ jobs }] = mapStages([aJob(1, 'release-prod', status)], run);
    expect(jobs[0].playable).toBe(ours);
  });

  it('call a failed job of a passed run one that was allowed to fail', () => {
    const job = aJob(1, 'lint', 'completed', 'failure');
    expect(mapStages([job], passed)).toMatchObject([
      { status: 'success', jobs: [{ status: 'failed', allowFailure: true }] },
    ]);
    expect(mapStages([job], failed)).toMatchObject([
      { status: 'failed', jobs: [{ allowFailure: false, retryable: true }] },
    ]);
    expect(mapStages([job], running)[0].jobs[0].retryable).toBe(false);
  });

  it('keep what people read of a job', () => {
    expect(mapStages([aJob(7, 'test / unit')], passed)[0].jobs[0]).toEqual({
      id: '7',
      name: 'unit',
      stage: 'test',
      status: 'success',
      playable: false,
      retryable: false,
      allowFailure: false,
      startedAt: '2026-01-01T00:00:00Z',
      finishedAt: '2026-01-01T00:01:30Z',
      duration: 90,
      webUrl: 'https://github.com/shop/orders/actions/runs/1/job/7',
    });
  });
});
