import { readFixture } from '../__testUtils__/readFixture';
import { applicationListSchema, applicationSchema } from '../client/wire';
import { mapApplication } from './mapApplication';

const context = {
  instance: 'main',
  pages: 'https://cd.example/argocd',
  observedAt: '2026-11-21T03:00:00.000Z',
};

const map = (wire: unknown) =>
  mapApplication(applicationSchema.parse(wire), context);

const withStatus = (status: unknown, more: object = {}) =>
  map({ metadata: { name: 'orders-dev' }, status, ...more });

const recorded = (name: string) => {
  const list = applicationListSchema.parse(
    JSON.parse(readFixture('applications.json')),
  );
  const found = list.items.find(item => item.metadata.name === name);
  if (!found) throw new Error(`no application ${name} was recorded`);
  return mapApplication(found, context);
};

describe('mapApplication', () => {
  it('maps a recorded application in the middle of a roll-out', () => {
    expect(recorded('demo-dev')).toEqual({
      id: { instance: 'main', name: 'demo-dev', namespace: 'argocd' },
      project: 'default',
      labels: { app: 'demo' },
      destination: {
        server: 'https://kubernetes.default.svc',
        namespace: 'demo-dev',
      },
      sources: [
        {
          repoUrl: 'git://127.0.0.1:19418/demo.git',
          path: 'apps/demo/overlays/dev',
          targetRevision: 'main',
        },
      ],
      sync: {
        state: 'synced',
        revisions: ['f0d8f5aca20e6641c772b3aaa65af32254bafcf5'],
        automated: false,
      },
      health: { state: 'progressing' },
      operation: {
        phase: 'succeeded',
        message: 'successfully synced (all tasks run)',
        startedAt: '2026-11-21T02:23:00Z',
        finishedAt: '2026-11-21T02:23:03Z',
        initiatedBy: 'backstage',
      },
      history: [
        {
          id: 0,
          revisions: ['8d4ccc977e9665d7cc233c24853787bf939abd87'],
          startedAt: '2026-11-21T02:21:56Z',
          deployedAt: '2026-11-21T02:21:57Z',
          initiatedBy: 'backstage',
        },
        {
          id: 1,
          revisions: ['f0d8f5aca20e6641c772b3aaa65af32254bafcf5'],
          startedAt: '2026-11-21T02:23:00Z',
          deployedAt: '2026-11-21T02:23:03Z',
          initiatedBy: 'backstage',
        },
      ],
      liveImages: [
        '127.0.0.1:15000/demo/app:1.0.0',
        '127.0.0.1:15000/demo/app:1.0.1',
      ],
      conditions: [],
      links: {
        engine: 'https://cd.example/argocd/applications/argocd/demo-dev',
        external: [],
      },
      version: '489',
      observedAt: context.observedAt,
    });
  });

  it('keeps the reason of an application whose path does not exist', () => {
    expect(recorded('broken-path')).toMatchObject({
      sync: { state: 'unknown' },
      health: { state: 'healthy' },
      conditions: [
        {
          type: 'ComparisonError',
          message: expect.stringContaining('app path does not exist'),
        },
      ],
      liveImages: [],
      history: [],
    });
  });

  it('maps an application that was created a moment ago', () => {
    const created = map(JSON.parse(readFixture('created.json')));
    expect(created).toMatchObject({
      sync: { state: 'unknown', revisions: [] },
      health: { state: 'unknown' },
      liveImages: [],
    });
    expect(created).not.toHaveProperty('operation');
  });

  it('takes several sources in their order', () => {
    const application = map(JSON.parse(readFixture('multi-source.json')));
    const sha = 'bb7b2970f9af83708118a1e0a71913d54968a099';
    expect(application.sources.map(source => source.path)).toEqual(['a', 'b']);
    expect(application.sync).toEqual({
      state: 'synced',
      revisions: [sha, sha],
      automated: true,
    });
    expect(application.history[0].revisions).toEqual([sha, sha]);
  });

  it('needs nothing but a name', () => {
    expect(
      map({ metadata: { name: 'x' }, spec: null, status: null }),
    ).toMatchObject({
      id: { instance: 'main', name: 'x' },
      project: 'default',
      destination: {},
      sources: [],
      sync: { state: 'unknown', revisions: [], automated: false },
      links: { engine: 'https://cd.example/argocd/applications/x' },
      version: '0',
    });
  });

  it('reads a Helm source', () => {
    const source = {
      repoURL: 'https://charts.example',
      chart: 'orders',
      targetRevision: '1.2.3',
      helm: { valueFiles: ['values-dev.yaml'] },
    };
    expect(map({ metadata: { name: 'x' }, spec: { source } }).sources).toEqual([
      {
        repoUrl: 'https://charts.example',
        chart: 'orders',
        targetRevision: '1.2.3',
        helmValueFiles: ['values-dev.yaml'],
      },
    ]);
  });

  it.each([
    ['Healthy', 'healthy'],
    ['Progressing', 'progressing'],
    ['Degraded', 'degraded'],
    ['Suspended', 'suspended'],
    ['Missing', 'missing'],
    ['Unknown', 'unknown'],
    ['', 'unknown'],
    ['constructor', 'unknown'],
  ])('calls health %p %s', (status, state) => {
    expect(withStatus({ health: { status } }).health.state).toBe(state);
  });

  it.each([
    [{ automated: {} }, true],
    [{ automated: { enabled: false } }, false],
    [{ automated: null }, false],
    [null, false],
  ])('sync policy %j is automated: %s', (syncPolicy, automated) => {
    expect(withStatus({}, { spec: { syncPolicy } }).sync.automated).toBe(
      automated,
    );
  });

  describe('operation', () => {
    const earlier = '2026-11-21T02:00:00Z';
    const later = '2026-11-21T02:00:05Z';

    it.each([
      [
        'of the engine itself',
        {
          phase: 'Running',
          startedAt: earlier,
          operation: { initiatedBy: { automated: true } },
        },
        { phase: 'running', startedAt: earlier, initiatedBy: 'automated' },
      ],
      [
        'that runs, with the end of the one before',
        { phase: 'Running', startedAt: later, finishedAt: earlier },
        { phase: 'running', startedAt: later },
      ],
      [
        'that would have ended before it began',
        {
          phase: 'Failed',
          message: 'no',
          startedAt: later,
          finishedAt: earlier,
        },
        { phase: 'failed', message: 'no', startedAt: later },
      ],
      ['in an unknown phase', { phase: 'Dreaming' }, undefined],
    ])('%s', (_, operationState, operation) => {
      expect(withStatus({ operationState }).operation).toEqual(operation);
    });

    it('is running from the moment it was asked for', () => {
      const operationState = {
        phase: 'Succeeded',
        startedAt: earlier,
        finishedAt: later,
      };
      const operation = { initiatedBy: { username: 'ada' } };
      expect(withStatus({ operationState }, { operation }).operation).toEqual({
        phase: 'running',
        initiatedBy: 'ada',
      });
    });
  });

  it('orders the history, and never lets a deployment take negative time', () => {
    const { history } = withStatus({
      history: [
        { id: 7, revision: 'b', deployedAt: '2026-01-02T00:00:00Z' },
        {
          id: 3,
          revision: 'a',
          deployStartedAt: '2026-01-01T00:00:09Z',
          deployedAt: '2026-01-01T00:00:01Z',
        },
        { id: 8, revision: 'c' },
      ],
    });
    expect(history).toEqual([
      { id: 3, revisions: ['a'], deployedAt: '2026-01-01T00:00:01Z' },
      { id: 7, revisions: ['b'], deployedAt: '2026-01-02T00:00:00Z' },
    ]);
  });

  it('links only to web pages, and encodes names', () => {
    const application = map({
      metadata: { name: '../clusters', namespace: 'a b' },
      status: {
        summary: {
          externalURLs: [
            'https://orders.example',
            'ftp://orders.example',
            'no url',
          ],
        },
      },
    });
    expect(application.links).toEqual({
      engine: 'https://cd.example/argocd/applications/a%20b/..%2Fclusters',
      external: ['https://orders.example'],
    });
  });
});
