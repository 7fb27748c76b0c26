import type {
  Application,
  ApplicationHistoryEntry,
  Deployment,
  DeploymentEvent,
  PipelineRun,
} from '../model';

/** A 40-digit SHA that begins with the given digits. */
export const aSha = (start: string): string => start.padEnd(40, '0');

export const anApplication = (
  overrides: Partial<Application> = {},
): Application => ({
  id: { instance: 'main', name: 'orders-dev' },
  project: 'orders',
  labels: {},
  destination: { namespace: 'orders-dev' },
  sources: [
    {
      repoUrl: 'https://gitlab.example/shop/orders.git',
      path: 'k8s/overlays/dev',
    },
  ],
  sync: { state: 'synced', revisions: [aSha('a1')], automated: true },
  health: { state: 'healthy' },
  history: [aHistoryEntry()],
  liveImages: ['registry.example/shop/orders:3f9c2ab'],
  conditions: [],
  links: { external: [] },
  version: '1',
  observedAt: '2026-11-21T12:00:00Z',
  ...overrides,
});

export function aHistoryEntry(
  overrides: Partial<ApplicationHistoryEntry> = {},
): ApplicationHistoryEntry {
  return {
    id: 0,
    revisions: [aSha('a1')],
    deployedAt: '2026-11-21T11:00:00Z',
    ...overrides,
  };
}

export const aDeployment = (
  overrides: Partial<Deployment> = {},
): Deployment => ({
  application: anApplication(),
  environment: 'dev',
  images: [
    {
      repository: 'registry.example/shop/orders',
      desired: '3f9c2ab',
      synced: '3f9c2ab',
      live: ['3f9c2ab'],
    },
  ],
  drift: { state: 'inSync' },
  ...overrides,
});

export const aRun = (
  sha: string,
  overrides: Partial<PipelineRun> = {},
): PipelineRun => ({
  project: {
    provider: 'gitlab',
    host: 'gitlab.example',
    path: 'shop/orders',
  },
  id: sha,
  label: '#1',
  status: 'success',
  ref: 'main',
  sha,
  commit: { sha, title: `feat: ${sha.slice(0, 7)}` },
  createdAt: '2026-11-21T10:00:00Z',
  ...overrides,
});

export const anEvent = (
  overrides: Partial<DeploymentEvent> = {},
): DeploymentEvent => ({
  instance: 'main',
  application: 'orders-dev',
  historyId: 0,
  environment: 'dev',
  revision: aSha('a1'),
  images: ['registry.example/shop/orders:3f9c2ab'],
  deployedAt: '2026-11-21T11:00:00Z',
  ...overrides,
});
