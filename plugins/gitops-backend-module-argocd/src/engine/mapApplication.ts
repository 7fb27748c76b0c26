import type {
  Application,
  ApplicationHistoryEntry,
  ApplicationSource,
  HealthState,
  SyncOperation,
  SyncState,
} from '@slipway/plugin-gitops-common';
import type { ArgocdApplication } from '../client/wire';

const SYNC_STATES = new Map<string, SyncState>([
  ['Synced', 'synced'],
  ['OutOfSync', 'outOfSync'],
]);

const HEALTH_STATES = new Map<string, HealthState>([
  ['Healthy', 'healthy'],
  ['Progressing', 'progressing'],
  ['Degraded', 'degraded'],
  ['Suspended', 'suspended'],
  ['Missing', 'missing'],
]);

const PHASES = new Map<string, SyncOperation['phase']>([
  ['Running', 'running'],
  ['Terminating', 'terminating'],
  ['Succeeded', 'succeeded'],
  ['Failed', 'failed'],
  ['Error', 'error'],
]);

type Status = NonNullable<ArgocdApplication['status']>;
type OperationState = NonNullable<Status['operationState']>;
type Initiator = NonNullable<OperationState['operation']>['initiatedBy'];

/**
 * What Argo CD says of an application, in Slipway's words. Nothing but the name is required: an application that its
 * controller has not seen yet has an empty status.
 */
export function mapApplication(
  wire: ArgocdApplication,
  context: {
    readonly instance: string;
    /** Where people reach Argo CD's pages. */
    readonly pages: string;
    readonly observedAt: string;
  },
): Application {
  const { metadata, spec, status } = wire;
  const { name, namespace } = metadata;
  const sync = status?.sync;
  const health = status?.health;
  const automated = spec?.syncPolicy?.automated;
  const page = [namespace, name].filter(part => part !== undefined);

  return {
    id: { instance: context.instance, name, ...(namespace && { namespace }) },
    project: spec?.project ?? 'default',
    labels: metadata.labels,
    destination: compact({
      server: spec?.destination?.server,
      name: spec?.destination?.name,
      namespace: spec?.destination?.namespace,
    }),
    sources: sourcesOf(spec).map(mapSource),
    sync: {
      state: SYNC_STATES.get(sync?.status ?? '') ?? 'unknown',
      revisions: revisionsOf(sync),
      automated: Boolean(automated) && automated?.enabled !== false,
    },
    health: {
      state: HEALTH_STATES.get(health?.status ?? '') ?? 'unknown',
      ...(health?.message && { message: health.message }),
    },
    ...mapOperation(wire),
    history: mapHistory(status?.history ?? []),
    liveImages: status?.summary?.images ?? [],
    conditions: (status?.conditions ?? []).map(condition => ({
      type: condition.type ?? 'Unknown',
      message: condition.message ?? '',
    })),
    links: {
      engine: `${context.pages}/applications/${page.map(encodeURIComponent).join('/')}`,
      external: (status?.summary?.externalURLs ?? []).filter(isWebUrl),
    },
    version: /^\d+$/.test(metadata.resourceVersion ?? '')
      ? (metadata.resourceVersion ?? '0')
      : '0',
    observedAt: context.observedAt,
  };
}

function sourcesOf(spec: ArgocdApplication['spec']) {
  if (!spec) return [];
  if (spec.sources.length > 0) return spec.sources;
  return spec.source ? [spec.source] : [];
}

function mapSource(
  source: NonNullable<NonNullable<ArgocdApplication['spec']>['source']>,
): ApplicationSource {
  const valueFiles = source.helm?.valueFiles ?? [];
  return {
    repoUrl: source.repoURL ?? '',
    ...compact({
      path: source.path,
      chart: source.chart,
      targetRevision: source.targetRevision,
    }),
    ...(valueFiles.length > 0 && { helmValueFiles: valueFiles }),
  };
}

/** Multi-source applications fill the plural and leave the singular empty, the others the other way round. */
function revisionsOf(
  at:
    | { readonly revision?: string; readonly revisions: readonly string[] }
    | null
    | undefined,
): readonly string[] {
  if (!at) return [];
  if (at.revisions.length > 0) return at.revisions;
  return at.revision ? [at.revision] : [];
}

function mapHistory(
  history: Status['history'],
): readonly ApplicationHistoryEntry[] {
  return history
    .flatMap(entry => {
      if (!entry.deployedAt) return [];
      const startedAt = entry.deployStartedAt;
      return [
        {
          // Go leaves out a zero
          id: entry.id ?? 0,
          revisions: revisionsOf(entry),
          ...(startedAt &&
            !isAfter(startedAt, entry.deployedAt) && { startedAt }),
          deployedAt: entry.deployedAt,
          ...initiator(entry.initiatedBy),
        },
      ];
    })
    .sort((a, b) => a.id - b.id);
}

function mapOperation(wire: ArgocdApplication): {
  readonly operation?: SyncOperation;
} {
  const state = wire.status?.operationState;
  const running = state?.phase === 'Running' || state?.phase === 'Terminating';
  // asked for, and not yet taken up by the controller: the state still tells of the previous one
  if (wire.operation && !running) {
    return {
      operation: { phase: 'running', ...initiator(wire.operation.initiatedBy) },
    };
  }
  const phase = PHASES.get(state?.phase ?? '');
  if (!state || !phase) return {};
  const { startedAt, finishedAt } = state;
  const ended =
    !running && finishedAt && !(startedAt && isAfter(startedAt, finishedAt))
      ? finishedAt
      : undefined;
  return {
    operation: {
      phase,
      ...compact({ message: state.message, startedAt, finishedAt: ended }),
      ...initiator(state.operation?.initiatedBy),
    },
  };
}

function initiator(by: Initiator): { readonly initiatedBy?: string } {
  if (by?.automated) return { initiatedBy: 'automated' };
  return by?.username ? { initiatedBy: by.username } : {};
}

function isAfter(a: string, b: string): boolean {
  return Date.parse(a) > Date.parse(b);
}

/** External URLs come from annotations and ingresses: they become links, so other schemes stay out. */
function isWebUrl(url: string): boolean {
  return (
    URL.canParse(url) && ['http:', 'https:'].includes(new URL(url).protocol)
  );
}

function compact<K extends string>(
  values: Readonly<Record<K, string | undefined>>,
): { [key in K]?: string } {
  const result: { [key in K]?: string } = {};
  for (const key in values) {
    if (values[key] !== undefined) result[key] = values[key];
  }
  return result;
}
