import type {
  Application,
  ApplicationSource,
  Deployment,
  HealthState,
  SyncOperation,
  SyncState,
} from '@slipway/plugin-gitops-common';
import type { RoadieApplication, RoadieSource } from './RoadieApplication';

const syncWords: Readonly<Record<SyncState, string>> = {
  synced: 'Synced',
  outOfSync: 'OutOfSync',
  unknown: 'Unknown',
};

const healthWords: Readonly<Record<HealthState, string>> = {
  healthy: 'Healthy',
  progressing: 'Progressing',
  degraded: 'Degraded',
  suspended: 'Suspended',
  missing: 'Missing',
  unknown: 'Unknown',
};

const phaseWords: Readonly<Record<SyncOperation['phase'], string>> = {
  running: 'Running',
  terminating: 'Terminating',
  succeeded: 'Succeeded',
  failed: 'Failed',
  error: 'Error',
};

const mapSource = (source: ApplicationSource): RoadieSource => ({
  repoURL: source.repoUrl,
  path: source.path,
  chart: source.chart,
  targetRevision: source.targetRevision,
});

const mapOperation = (operation: SyncOperation | undefined) =>
  operation?.startedAt
    ? {
        startedAt: operation.startedAt,
        finishedAt: operation.finishedAt,
        phase: phaseWords[operation.phase],
        message: operation.message,
      }
    : undefined;

// Their history card takes `source` and `revision` of the first source, and looks nothing up for a Helm chart.
const mapHistory = ({ history, sources }: Application) =>
  history.map(entry => ({
    id: entry.id,
    revision: entry.revisions[0],
    deployStartedAt: entry.startedAt,
    deployedAt: entry.deployedAt,
    source: sources[0] && mapSource(sources[0]),
  }));

/** One of our deployments as the Argo CD application that Roadie's cards expect. Everything is fresh: they sort in place. */
export function mapDeployment({ application }: Deployment): RoadieApplication {
  const { id, sources, links, sync, health, operation } = application;
  const mapped = sources.map(mapSource);
  return {
    metadata: {
      name: id.name,
      namespace: id.namespace ?? '',
      instance: { name: id.instance, url: links.engine },
    },
    spec: {
      ...(mapped.length === 1 ? { source: mapped[0] } : { sources: mapped }),
      destination: { ...application.destination },
    },
    status: {
      sync: { status: syncWords[sync.state] },
      health: { status: healthWords[health.state] },
      operationState: mapOperation(operation),
      history: mapHistory(application),
      ...(application.conditions.length > 0
        ? { conditions: application.conditions.map(c => ({ ...c })) }
        : {}),
      summary: { images: [...application.liveImages] },
    },
  };
}
