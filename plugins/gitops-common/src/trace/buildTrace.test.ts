import type { PipelineRun, TraceCell, TraceImage } from '../model';
import { defaultEnvironments } from '../model';
import {
  aDeployment,
  anApplication,
  anEvent,
  aRun,
  aSha,
} from '../testUtils/builders';
import { buildTrace, type BuildTraceInput } from './buildTrace';

const repository = 'registry.example/shop/orders';
const [c1, c2, c3] = [aSha('77be910'), aSha('a81d0e4'), aSha('3f9c2ab')];
const at = (hour: number) =>
  `2026-11-21T${String(hour).padStart(2, '0')}:00:00Z`;

const trace = (input: Partial<BuildTraceInput>) =>
  buildTrace({
    environments: defaultEnvironments,
    runs: [],
    deployments: [],
    events: [],
    ...input,
  });
const deployment = (
  environment: string,
  desired: string,
  live: string[],
  overrides: Parameters<typeof aDeployment>[0] = {},
) =>
  aDeployment({
    environment,
    images: [{ repository, desired, synced: desired, live }],
    ...overrides,
  });
const event = (environment: string, tag: string, hour: number) =>
  anEvent({
    environment,
    application: `orders-${environment}`,
    historyId: hour,
    images: [`${repository}:${tag}`],
    deployedAt: at(hour),
  });

describe('buildTrace', () => {
  it('tells the story of a roll-out: on its way, live, and where it was', () => {
    const rows = trace({
      runs: [
        aRun(c1, { createdAt: at(8) }),
        aRun(c3, { createdAt: at(12), status: 'running' }),
        aRun(c2, { createdAt: at(10) }),
      ],
      deployments: [
        deployment('dev', '3f9c2ab', ['3f9c2ab', 'a81d0e4'], {
          application: anApplication({
            operation: { phase: 'succeeded', startedAt: at(12) },
          }),
          drift: {
            state: 'rollingOut',
            reason: 'Rolling out: a81d0e4 still runs beside 3f9c2ab',
          },
        }),
        deployment('staging', 'a81d0e4', ['a81d0e4']),
        deployment('prod', '77be910', ['hotfix-2'], {
          drift: { state: 'drifted', reason: 'The cluster runs hotfix-2' },
        }),
      ],
      events: [
        event('dev', '77be910', 8),
        event('staging', '77be910', 9),
        event('prod', '77be910', 9),
        event('dev', 'a81d0e4', 10),
        event('staging', 'a81d0e4', 11),
      ],
    });
    expect(
      rows.map(({ commit, environments }) => [commit.title, environments]),
    ).toEqual([
      [
        'feat: 3f9c2ab',
        {
          dev: {
            state: 'onItsWay',
            reason: 'Rolling out: a81d0e4 still runs beside 3f9c2ab',
            since: at(12),
          },
          staging: { state: 'absent' },
          prod: { state: 'absent' },
        },
      ],
      [
        'feat: a81d0e4',
        {
          dev: {
            state: 'live',
            health: 'healthy',
            drift: 'rollingOut',
            since: at(10),
          },
          staging: {
            state: 'live',
            health: 'healthy',
            drift: 'inSync',
            since: at(11),
          },
          prod: { state: 'absent' },
        },
      ],
      [
        'feat: 77be910',
        {
          dev: { state: 'was', from: at(8), until: at(10) },
          staging: { state: 'was', from: at(9), until: at(11) },
          prod: {
            state: 'live',
            health: 'healthy',
            drift: 'drifted',
            since: at(9),
          },
        },
      ],
    ]);
  });

  const devCell = (input: Partial<BuildTraceInput>): TraceCell =>
    trace({ runs: [aRun(c1)], ...input })[0].environments.dev;

  it('says why a commit waits', () => {
    expect(
      devCell({
        deployments: [
          aDeployment({
            images: [
              {
                repository,
                desired: '77be910',
                synced: 'a81d0e4',
                live: ['a81d0e4'],
              },
            ],
            drift: { state: 'waitingForSync', reason: 'Waiting for sync' },
          }),
        ],
        runs: [aRun(c1, { createdAt: at(23) })],
      }),
    ).toEqual({ state: 'onItsWay', reason: 'Waiting for sync' });
  });

  it('counts a stay from its first deployment, over those that changed no image', () => {
    const events = [
      event('dev', 'a81d0e4', 7),
      event('dev', '77be910', 8),
      { ...event('dev', 'x', 9), images: [] },
      event('dev', '77be910', 10),
    ];
    expect(
      devCell({
        runs: [aRun(c1, { createdAt: at(23) })],
        events,
        deployments: [deployment('dev', '77be910', ['77be910'])],
      }),
    ).toMatchObject({ state: 'live', since: at(8) });
  });

  it('does not end a stay because of another application', () => {
    const other = { ...event('dev', 'a81d0e4', 10), instance: 'other' };
    expect(
      devCell({
        runs: [aRun(c1, { createdAt: at(23) })],
        events: [event('dev', '77be910', 8), other],
      }),
    ).toEqual({ state: 'was', from: at(8) });
  });

  it('finds commits by tags such as main-3f9c2ab', () => {
    expect(
      devCell({
        deployments: [deployment('dev', 'main-77be910', ['main-77be910'])],
      }),
    ).toMatchObject({ state: 'live' });
  });

  it.each<[string, Partial<PipelineRun>, TraceImage['state']]>([
    ['success', { status: 'success' }, 'built'],
    ['running', { status: 'running' }, 'pending'],
    ['failed somewhere', { status: 'failed' }, 'none'],
    ['failed before', { status: 'failed', currentStage: 'test' }, 'none'],
    ['failed in it', { status: 'failed', currentStage: 'build' }, 'none'],
    ['failed after', { status: 'failed', currentStage: 'release' }, 'built'],
    [
      'waiting for a person after',
      { status: 'manual', currentStage: 'ops' },
      'built',
    ],
    ['canceled', { status: 'canceled' }, 'none'],
  ])(
    'knows the image of a run without stages: %s',
    (_, overrides, expected) => {
      const stages = ['lint', 'test', 'build', 'release', 'ops'].map(name => ({
        name,
        status: 'success' as const,
        jobs: [],
      }));
      const rows = trace({
        runs: [
          aRun(c3, { createdAt: at(12), stages }),
          aRun(c1, { createdAt: at(8), ...overrides }),
        ],
      });
      expect(rows[1].image.state).toBe(expected);
    },
  );

  it.each<[PipelineRun['status'], PipelineRun['status'], TraceImage['state']]>([
    ['running', 'success', 'built'],
    ['failed', 'success', 'built'],
    ['running', 'running', 'pending'],
    ['running', 'created', 'pending'],
    ['failed', 'skipped', 'none'],
    ['failed', 'failed', 'none'],
  ])(
    'knows the image of a run that is %s and whose build is %s',
    (status, build, expected) => {
      const [{ image }] = trace({
        runs: [
          aRun(c1, {
            status,
            stages: [{ name: 'build', status: build, jobs: [] }],
          }),
        ],
      });
      expect(image).toEqual(
        expected === 'built'
          ? { state: 'built', tag: '77be9100' }
          : { state: expected },
      );
    },
  );

  it('prefers the image that was seen', () => {
    const [{ image }] = trace({
      runs: [aRun(c1, { status: 'failed' })],
      events: [event('dev', 'v1-77be910', 9)],
    });
    expect(image).toEqual({ state: 'built', repository, tag: 'v1-77be910' });
  });

  it('adds commits that only a tag names, where they belong in time', () => {
    const rows = trace({
      runs: [aRun(c3, { createdAt: at(12) }), aRun(c2, { createdAt: at(7) })],
      events: [event('dev', '77be910', 9), event('dev', 'hotfix-2', 10)],
      deployments: [deployment('prod', 'e5d1b83', ['e5d1b83'])],
    });
    expect(rows.map(row => row.commit.sha)).toEqual([
      c3,
      'e5d1b83',
      '77be910',
      c2,
    ]);
  });

  it('shows a commit once, with its newest run, and leaves out the commits of releases', () => {
    const rows = trace({
      runs: [
        aRun(aSha('0b'), { status: 'skipped' }),
        aRun(c1, { id: 'first', createdAt: at(8), status: 'failed' }),
        aRun(c1, { id: 'second', createdAt: at(9) }),
      ],
    });
    expect(rows.map(row => row.pipeline?.id)).toEqual(['second']);
  });

  it('keeps to the limit', () => {
    expect(
      trace({
        runs: [aRun(c1, { createdAt: at(8) }), aRun(c2, { createdAt: at(9) })],
        limit: 1,
      }).map(row => row.commit.sha),
    ).toEqual([c2]);
  });
});
