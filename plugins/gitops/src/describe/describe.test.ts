import { aDeployment, anImage } from '../testing';
import { describeDeployment } from './describeDeployment';
import { describePipeline } from './describePipelineStatus';
import { describeTraceCell } from './describeTraceCell';
import { formatAge, formatDuration, formatPeriod } from './formatTime';
import { groupDeployments } from './groupDeployments';
import { headlineTag } from './headlineImage';
import { overlayUrl, safeUrl } from './sourceLinks';

const sync = (state: 'synced' | 'outOfSync' | 'unknown') => ({
  state,
  revisions: [],
  automated: true,
});

describe('describeDeployment', () => {
  it.each<[string, Parameters<typeof aDeployment>[1], string, string]>([
    ['all is well', {}, 'ok', 'Synced · Healthy'],
    [
      'the placeholder runs nowhere',
      {
        images: [anImage({ desired: 'unreleased', live: [] })],
        application: { health: { state: 'degraded' } },
      },
      'neutral',
      'Nothing released yet',
    ],
    [
      'a sync runs',
      { application: { operation: { phase: 'running' } } },
      'running',
      'Syncing',
    ],
    [
      'unwell although synced',
      { application: { health: { state: 'degraded' } } },
      'error',
      'Synced · Degraded',
    ],
    [
      'the last sync failed and nothing came of it',
      {
        application: {
          operation: { phase: 'failed' },
          sync: sync('outOfSync'),
        },
      },
      'error',
      'Sync failed',
    ],
    [
      'pods are being replaced',
      { drift: { state: 'rollingOut', reason: '' } },
      'running',
      'Rolling out',
    ],
    [
      'changed by hand',
      { drift: { state: 'drifted', reason: '' } },
      'warning',
      'Drifted · Healthy',
    ],
    [
      'Git is ahead',
      { application: { sync: sync('outOfSync') } },
      'warning',
      'Out of sync · Healthy',
    ],
    [
      'asleep',
      { application: { health: { state: 'suspended' } } },
      'neutral',
      'Synced · Suspended',
    ],
    [
      'nobody knows',
      { application: { sync: sync('unknown') } },
      'neutral',
      'Sync unknown · Healthy',
    ],
  ])('%s', (_, overrides, tone, text) => {
    expect(describeDeployment(aDeployment('dev', overrides))).toMatchObject({
      tone,
      text,
    });
  });
});

describe('headlineTag', () => {
  const image = anImage({ desired: 'new', synced: 'old', live: ['old'] });
  it.each([
    ['what still runs while nobody has synced', 'waitingForSync', 'old'],
    ['what is coming during a roll-out', 'rollingOut', 'new'],
    ['what Git says where somebody changed it by hand', 'drifted', 'new'],
  ] as const)('is %s', (_, state, expected) => {
    const deployment = aDeployment('dev', { drift: { state, reason: '' } });
    expect(headlineTag(image, deployment)).toBe(expected);
  });
});

describe('describePipeline', () => {
  it.each([
    [{ status: 'success' }, 'passed'],
    [{ status: 'running', currentStage: 'build' }, 'running build'],
    [{ status: 'failed', currentStage: 'test' }, 'failed in test'],
    [{ status: 'failed' }, 'failed'],
    [{ status: 'manual' }, 'manual'],
  ] as const)('%j is “%s”', (run, text) => {
    expect(describePipeline(run).text).toBe(text);
  });
});

describe('describeTraceCell', () => {
  it.each([
    [{ state: 'absent' }, undefined],
    [{ state: 'onItsWay', reason: '' }, 'on its way'],
    [{ state: 'live', health: 'healthy', drift: 'inSync' }, 'live'],
    [{ state: 'live', health: 'healthy', drift: 'drifted' }, 'live, drifted'],
    [{ state: 'live', health: 'degraded', drift: 'inSync' }, 'live, degraded'],
    [
      { state: 'live', health: 'healthy', drift: 'waitingForSync' },
      'live, behind',
    ],
    [
      {
        state: 'was',
        from: '2026-11-19T00:00:00Z',
        until: '2026-11-21T00:00:00Z',
      },
      'was here 2 d',
    ],
    [{ state: 'was' }, 'was here'],
  ] as const)('%j is “%s”', (cell, text) => {
    expect(describeTraceCell(cell)?.text).toBe(text);
  });
});

describe('times', () => {
  it.each([
    [4_000, '4 s'],
    [90_000, '2 min'],
    [3 * 3_600_000, '3 h'],
    [49 * 3_600_000, '2 d'],
    [-5_000, '0 s'],
  ])('%d ms is %s', (milliseconds, text) => {
    expect(formatPeriod(milliseconds)).toBe(text);
  });
  it.each([
    [12, '12 s'],
    [252, '4 min 12 s'],
    [240, '4 min'],
    [3_720, '1 h 2 min'],
  ])('%d s lasts %s', (seconds, text) => {
    expect(formatDuration(seconds)).toBe(text);
  });
  it('has a word for what has just been, and for what is no time', () => {
    const now = Date.parse('2026-11-21T12:00:00Z');
    expect(formatAge('2026-11-21T11:59:58Z', now)).toBe('just now');
    expect(formatAge('2026-11-21T11:50:00Z', now)).toBe('10 min ago');
    expect(formatAge('?', now)).toBe('at an unknown time');
  });
});

describe('links', () => {
  const project = { provider: 'gitlab', host: 'gitlab.example', path: 'a/b' };
  it.each([
    [
      'https://gitlab.example/a/b.git',
      'gitlab',
      'https://gitlab.example/a/b/-/tree/main/k8s/overlays/dev',
    ],
    [
      'https://gitlab.example/a/b',
      'github',
      'https://gitlab.example/a/b/tree/main/k8s/overlays/dev',
    ],
    ['https://elsewhere.example/a/b.git', 'gitlab', undefined],
    ['git@gitlab.example:a/b.git', 'gitlab', undefined],
    ['https://gitlab.example/a/b.git', 'unheard-of', undefined],
  ])('overlay of %s at %s', (repoUrl, provider, expected) => {
    const source = {
      repoUrl,
      path: 'k8s/overlays/dev',
      targetRevision: 'main',
    };
    expect(overlayUrl(source, { ...project, provider })).toBe(expected);
  });
  it('lets nothing through but http and https', () => {
    // eslint-disable-next-line no-script-url
    expect(safeUrl('javascript:alert(1)')).toBeUndefined();
    expect(safeUrl('not a url')).toBeUndefined();
    expect(safeUrl('https://site.example/x')).toBe('https://site.example/x');
  });
});

describe('groupDeployments', () => {
  it('keeps the order of promotion, empty environments, and what belongs to none', () => {
    const { stops, other } = groupDeployments({
      environments: [
        { name: 'prod', position: 1 },
        { name: 'dev', position: 0 },
      ],
      deployments: [
        aDeployment('dev'),
        aDeployment('dev'),
        aDeployment('moon'),
        aDeployment('x', { environment: undefined }),
      ],
    });
    expect(
      stops.map(stop => [stop.environment.name, stop.deployments.length]),
    ).toEqual([
      ['dev', 2],
      ['prod', 0],
    ]);
    expect(other).toHaveLength(2);
  });
});
