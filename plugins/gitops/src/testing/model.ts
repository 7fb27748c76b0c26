import type {
  Application,
  Commit,
  Deployment,
  DeploymentImage,
  PipelineJob,
  PipelineRun,
  PipelineStage,
  PipelineStatus,
  TraceRow,
} from '@slipway/plugin-gitops-common';

/** A 40-digit SHA that begins with the given digits. */
export const aSha = (start: string): string => start.padEnd(40, '0');

/** A moment that many minutes ago, ISO 8601. */
export const ago = (minutes: number): string =>
  new Date(Date.now() - minutes * 60_000).toISOString();

export const repository = 'registry.example/shop/chat-api';

export const aCommit = (overrides: Partial<Commit> = {}): Commit => ({
  sha: aSha('a81d0e4c'),
  title: 'fix: close pool on shutdown',
  authorName: 'Robin Field',
  authoredAt: ago(180),
  webUrl: 'https://gitlab.example/shop/chat-api/-/commit/a81d0e4c',
  ...overrides,
});

export const anImage = (
  overrides: Partial<DeploymentImage> = {},
): DeploymentImage => ({
  repository,
  desired: 'a81d0e4c',
  synced: 'a81d0e4c',
  live: ['a81d0e4c'],
  ...overrides,
});

export const anApplication = (
  environment: string,
  overrides: Partial<Application> = {},
): Application => ({
  id: { instance: 'main', name: `chat-api-${environment}` },
  project: 'chat-api',
  labels: {
    'gitops/component': 'chat-api',
    'gitops/environment': environment,
  },
  destination: { namespace: `chat-api-${environment}` },
  sources: [
    {
      repoUrl: 'https://gitlab.example/shop/chat-api.git',
      path: `k8s/overlays/${environment}`,
      targetRevision: 'main',
    },
  ],
  sync: { state: 'synced', revisions: [aSha('9d01c22a')], automated: true },
  health: { state: 'healthy' },
  history: [
    {
      id: 3,
      revisions: [aSha('9d01c22a')],
      startedAt: ago(181),
      deployedAt: ago(180),
    },
  ],
  liveImages: [`${repository}:a81d0e4c`],
  conditions: [],
  links: {
    engine: `https://argocd.example/applications/chat-api-${environment}`,
    external: [`https://chat-api-${environment}.example`],
  },
  version: '7',
  observedAt: ago(0),
  ...overrides,
});

export const aDeployment = (
  environment: string,
  overrides: Partial<Omit<Deployment, 'application'>> & {
    readonly application?: Partial<Application>;
  } = {},
): Deployment => {
  const { application, ...rest } = overrides;
  return {
    environment,
    images: [anImage()],
    drift: { state: 'inSync' },
    ...rest,
    application: anApplication(environment, application),
  };
};

export const aJob = (
  name: string,
  status: PipelineStatus,
  overrides: Partial<PipelineJob> = {},
): PipelineJob => ({
  id: `job-${name}`,
  name,
  stage: name,
  status,
  playable: status === 'manual',
  retryable: status === 'failed',
  allowFailure: false,
  duration: status === 'success' || status === 'failed' ? 24 : undefined,
  webUrl: `https://gitlab.example/shop/chat-api/-/jobs/${encodeURIComponent(name)}`,
  ...overrides,
});

export const aStage = (
  name: string,
  status: PipelineStatus,
  jobs: readonly PipelineJob[] = [aJob(name, status)],
): PipelineStage => ({ name, status, jobs });

export const aPipeline = (
  overrides: Partial<PipelineRun> = {},
): PipelineRun => ({
  project: {
    provider: 'gitlab',
    host: 'gitlab.example',
    path: 'shop/chat-api',
  },
  id: '1284',
  label: '#1284',
  status: 'success',
  ref: 'main',
  sha: aSha('a81d0e4c'),
  commit: aCommit(),
  createdAt: ago(185),
  startedAt: ago(185),
  finishedAt: ago(181),
  duration: 252,
  webUrl: 'https://gitlab.example/shop/chat-api/-/pipelines/1284',
  stages: [
    aStage('lint', 'success', [aJob('ruff', 'success', { duration: 12 })]),
    aStage('test', 'success', [
      aJob('pytest', 'success', { duration: 41, coverage: 94 }),
    ]),
    aStage('build', 'success', [aJob('image', 'success', { duration: 63 })]),
    aStage('release', 'manual', [
      aJob('release: dev', 'success', { duration: 6 }),
      aJob('release: staging', 'success', { duration: 7 }),
      aJob('release: prod', 'manual'),
    ]),
  ],
  ...overrides,
});

export const aTraceRow = (overrides: Partial<TraceRow> = {}): TraceRow => {
  const commit = overrides.commit ?? aCommit();
  return {
    commit,
    pipeline: aPipeline({ sha: commit.sha, commit, stages: undefined }),
    image: { state: 'built', repository, tag: commit.sha.slice(0, 8) },
    environments: {
      dev: { state: 'absent' },
      staging: { state: 'absent' },
      prod: { state: 'absent' },
    },
    ...overrides,
  };
};
