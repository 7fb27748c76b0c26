import { mapPipeline } from './mapPipeline';
import { mapStages } from './mapStages';
import { mapStatus } from './mapStatus';

const project = {
  provider: 'gitlab',
  host: 'git.example.com',
  path: 'shop/orders',
};
const baseUrl = 'https://git.example.com/gitlab';

const aRun = (about: Partial<Parameters<typeof mapPipeline>[1]> = {}) => ({
  id: '4711',
  iid: '12',
  status: 'success',
  ref: 'main',
  sha: 'a'.repeat(40),
  path: '/gitlab/shop/orders/-/pipelines/4711',
  createdAt: '2026-01-01T00:00:00Z',
  startedAt: undefined,
  finishedAt: undefined,
  duration: undefined,
  commit: undefined,
  stages: [],
  ...about,
});

const aJob = (
  id: number,
  name: string,
  stage: string,
  about: Partial<Parameters<typeof mapStages>[1][number]> = {},
) => ({
  id: String(id),
  name,
  status: 'success',
  allowFailure: false,
  playable: false,
  retryable: false,
  retried: false,
  startedAt: undefined,
  finishedAt: undefined,
  duration: undefined,
  coverage: undefined,
  webPath: undefined,
  stage: { name: stage },
  ...about,
});

it.each([
  ['created', 'created'],
  ['waiting_for_resource', 'pending'],
  ['waiting_for_callback', 'pending'],
  ['preparing', 'pending'],
  ['pending', 'pending'],
  ['scheduled', 'pending'],
  ['running', 'running'],
  ['canceling', 'running'],
  ['manual', 'manual'],
  ['success', 'success'],
  ['success-with-warnings', 'success'],
  ['failed', 'failed'],
  ['canceled', 'canceled'],
  ['skipped', 'skipped'],
  ['a state of a later version', 'unknown'],
  ['constructor', 'unknown'],
])('the state %s is shown as %s', (theirs, ours) => {
  expect(mapStatus(theirs)).toBe(ours);
});

describe('a run', () => {
  it('is called by its number in the project, and links to its page', () => {
    expect(mapPipeline(project, aRun(), baseUrl)).toMatchObject({
      id: '4711',
      label: '#12',
      webUrl: 'https://git.example.com/gitlab/shop/orders/-/pipelines/4711',
    });
  });

  const stages = (...states: string[]) =>
    states.map((status, i) => ({ name: `stage ${i}`, status }));
  it.each([
    ['running', stages('success', 'running', 'created'), 'stage 1'],
    ['running', stages('success', 'pending', 'created'), 'stage 1'],
    ['running', stages('success', 'created', 'created'), 'stage 1'],
    ['failed', stages('success', 'failed', 'skipped'), 'stage 1'],
    ['canceled', stages('success', 'canceled', 'skipped'), 'stage 1'],
    ['manual', stages('success', 'success', 'manual'), 'stage 2'],
    ['pending', stages('pending', 'created'), 'stage 0'],
    ['success', stages('success', 'success'), undefined],
    ['skipped', stages(), undefined],
  ])('that is %s with %j names %p', (status, its, expected) => {
    expect(
      mapPipeline(project, aRun({ status, stages: its }), baseUrl).currentStage,
    ).toBe(expected);
  });
});

describe('the stages of a run', () => {
  const order = (...args: Parameters<typeof mapStages>) =>
    mapStages(...args).map(({ name, jobs }) => [
      name,
      jobs.map(job => job.name),
    ]);

  it('stand in the run’s order, jobs in the order of their definition', () => {
    expect(
      order(
        [
          { name: 'test', status: 'success' },
          { name: 'release', status: 'manual' },
        ],
        [
          aJob(103, 'release-prod', 'release'),
          aJob(100, 'unit', 'test'),
          aJob(101, 'release-dev', 'release'),
          aJob(102, 'release-staging', 'release'),
          aJob(9, 'lint', 'test'),
        ],
        baseUrl,
      ),
    ).toEqual([
      ['test', ['lint', 'unit']],
      ['release', ['release-dev', 'release-staging', 'release-prod']],
    ]);
  });

  it('show the newest try of a retried job, in its old place', () => {
    const stages = mapStages(
      [{ name: 'test', status: 'running' }],
      [
        aJob(7, 'lint', 'test', { status: 'running' }),
        aJob(2, 'unit', 'test'),
        aJob(5, 'lint', 'test', { status: 'failed', retried: true }),
        aJob(1, 'lint', 'test', { status: 'failed', retried: true }),
      ],
      baseUrl,
    );
    expect(stages[0].jobs).toMatchObject([
      { id: '7', name: 'lint', status: 'running' },
      { id: '2', name: 'unit' },
    ]);
  });

  it.each([
    ['manual', true, true],
    ['scheduled', true, true],
    // Done, and GitLab means “again”.
    ['success', true, false],
    ['created', false, false],
  ])(
    'offer a job that is %s (playable %p for GitLab) to be started: %p',
    (status, theirs, ours) => {
      const [{ jobs }] = mapStages(
        [{ name: 'release', status: 'manual' }],
        [aJob(1, 'release', 'release', { status, playable: theirs })],
        baseUrl,
      );
      expect(jobs[0].playable).toBe(ours);
    },
  );

  it('keep what people read of a job', () => {
    const [{ jobs }] = mapStages(
      [{ name: 'test', status: 'success' }],
      [
        aJob(1, 'unit', 'test', {
          status: 'failed',
          allowFailure: true,
          retryable: true,
          coverage: 92.5,
          duration: 30,
          webPath: '/gitlab/shop/orders/-/jobs/1',
        }),
      ],
      baseUrl,
    );
    expect(jobs[0]).toMatchObject({
      status: 'failed',
      allowFailure: true,
      retryable: true,
      coverage: 92.5,
      duration: 30,
      webUrl: 'https://git.example.com/gitlab/shop/orders/-/jobs/1',
    });
  });
});
