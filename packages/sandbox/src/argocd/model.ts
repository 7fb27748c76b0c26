import { z } from 'zod';
import type { Health } from '../cluster';
import type { SyncPhase } from './hooks';
import { helmSourceSchema } from '../render/helm';

/** Namespace of Argo CD's own objects. */
export const argocdNamespace = 'argocd';

const sourceSchema = z
  .object({
    repoURL: z.string(),
    path: z.string().optional(),
    targetRevision: z.string().optional(),
    chart: z.string().optional(),
    ref: z.string().optional(),
    name: z.string().optional(),
    helm: helmSourceSchema.nullish(),
    kustomize: z.object({}).passthrough().nullish(),
  })
  .passthrough();

const stringMap = z.record(z.string());

const retrySchema = z
  .object({
    limit: z.number().optional(),
    /** Whether an attempt takes the newest commit; else it repeats the first one's. */
    refresh: z.boolean().optional(),
    backoff: z
      .object({
        duration: z.string().optional(),
        factor: z.number().optional(),
        maxDuration: z.string().optional(),
      })
      .passthrough()
      .optional(),
  })
  .passthrough();

/** How often, and when, a sync that failed is tried again. */
export type RetryStrategy = z.infer<typeof retrySchema>;

const specSchema = z
  .object({
    project: z.string().default('default'),
    source: sourceSchema.optional(),
    sources: z.array(sourceSchema).optional(),
    destination: z
      .object({
        server: z.string().optional(),
        name: z.string().optional(),
        namespace: z.string().optional(),
      })
      .passthrough(),
    syncPolicy: z
      .object({
        automated: z
          .object({
            enabled: z.boolean().optional(),
            prune: z.boolean().optional(),
            selfHeal: z.boolean().optional(),
            allowEmpty: z.boolean().optional(),
          })
          .passthrough()
          .nullish(),
        syncOptions: z.array(z.string()).optional(),
        retry: retrySchema.optional(),
      })
      .passthrough()
      .optional(),
  })
  .passthrough();

/** What a client sends to create or change an application. */
export const applicationInputSchema = z.object({
  metadata: z.object({
    name: z.string(),
    namespace: z.string().optional(),
    labels: stringMap.optional(),
    annotations: stringMap.optional(),
    finalizers: z.array(z.string()).optional(),
  }),
  spec: specSchema,
});

export type ApplicationInput = z.infer<typeof applicationInputSchema>;
export type ApplicationSpec = z.infer<typeof specSchema>;
export type ApplicationSource = z.infer<typeof sourceSchema>;

/** What a client may say about a sync. */
export const syncRequestSchema = z
  .object({
    revision: z.string().nullish(),
    project: z.string().nullish(),
    appNamespace: z.string().nullish(),
    prune: z.boolean().nullish(),
    dryRun: z.boolean().nullish(),
    syncOptions: z.object({ items: z.array(z.string()).nullish() }).nullish(),
    resources: z
      .array(
        z.object({
          group: z.string().nullish(),
          kind: z.string(),
          name: z.string(),
          namespace: z.string().nullish(),
        }),
      )
      .nullish(),
  })
  .passthrough();

export interface Initiator {
  readonly username?: string;
  readonly automated?: boolean;
}

/** An operation that was asked for. */
export interface Operation {
  readonly sync: {
    readonly revision?: string;
    readonly revisions?: readonly string[];
    readonly prune?: boolean;
    readonly dryRun?: boolean;
    readonly syncOptions?: readonly string[];
    readonly resources?: readonly {
      readonly group?: string | null;
      readonly kind: string;
      readonly name: string;
    }[];
    readonly source?: ApplicationSource;
    readonly sources?: readonly ApplicationSource[];
  };
  readonly initiatedBy: Initiator;
  readonly retry: RetryStrategy;
}

export interface ResourceResult {
  readonly group: string;
  readonly version: string;
  readonly kind: string;
  readonly namespace: string;
  readonly name: string;
  readonly status: 'Synced' | 'SyncFailed' | 'Pruned' | 'PruneSkipped';
  readonly message: string;
  readonly hookPhase: 'Running' | 'Failed' | 'Succeeded';
  readonly syncPhase: SyncPhase;
  /** Only for hooks. */
  readonly hookType?: SyncPhase;
  readonly images?: readonly string[];
}

export interface OperationState {
  readonly operation: Operation;
  readonly phase: 'Running' | 'Terminating' | 'Succeeded' | 'Failed' | 'Error';
  readonly message?: string;
  readonly syncResult?: Revisions & {
    readonly resources?: readonly ResourceResult[];
    readonly source?: ApplicationSource;
    readonly sources?: readonly ApplicationSource[];
  };
  readonly startedAt: string;
  readonly finishedAt?: string;
  /** Attempts after the first one. */
  readonly retryCount?: number;
}

/** Singular for one source, plural for several: as Argo CD fills them. */
export interface Revisions {
  readonly revision?: string;
  readonly revisions?: readonly string[];
}

export interface HistoryEntry extends Revisions {
  readonly id: number;
  readonly deployedAt: string;
  readonly deployStartedAt: string;
  readonly initiatedBy: Initiator;
  readonly source?: ApplicationSource;
  readonly sources?: readonly ApplicationSource[];
}

export interface ResourceStatus {
  readonly group?: string;
  readonly version: string;
  readonly kind: string;
  readonly namespace?: string;
  readonly name: string;
  readonly status: 'Synced' | 'OutOfSync';
  readonly requiresPruning?: boolean;
  readonly health?: Health;
}

export interface Condition {
  readonly type: string;
  readonly message: string;
  readonly lastTransitionTime: string;
}

export interface ApplicationStatus {
  readonly resources?: readonly ResourceStatus[];
  readonly sync: Revisions & {
    readonly status: '' | 'Synced' | 'OutOfSync' | 'Unknown';
    readonly comparedTo: {
      readonly source?: ApplicationSource | { readonly repoURL: '' };
      readonly sources?: readonly ApplicationSource[];
      readonly destination: ApplicationSpec['destination'];
    };
  };
  readonly health: Partial<Health> & { readonly lastTransitionTime?: string };
  readonly history?: readonly HistoryEntry[];
  readonly conditions?: readonly Condition[];
  readonly reconciledAt?: string;
  readonly operationState?: OperationState;
  readonly sourceType?: string;
  readonly summary: {
    readonly images?: readonly string[];
    readonly externalURLs?: readonly string[];
  };
  readonly resourceHealthSource?: 'appTree';
  readonly controllerNamespace?: string;
  readonly sourceHydrator: Readonly<Record<string, never>>;
}

/** An Application as Argo CD answers it. */
export interface Application {
  readonly metadata: {
    readonly name: string;
    readonly namespace: string;
    readonly uid: string;
    readonly resourceVersion: string;
    readonly generation: number;
    readonly creationTimestamp: string;
    readonly deletionTimestamp?: string;
    readonly labels?: Readonly<Record<string, string>>;
    readonly annotations?: Readonly<Record<string, string>>;
    readonly finalizers?: readonly string[];
  };
  readonly spec: ApplicationSpec;
  readonly status: ApplicationStatus;
  readonly operation?: Operation;
}

/** Status of an application that no controller has seen yet. */
export const initialStatus: ApplicationStatus = {
  sync: {
    status: '',
    comparedTo: { source: { repoURL: '' }, destination: {} },
  },
  health: {},
  summary: {},
  sourceHydrator: {},
};

/** All sources of an application, whichever field holds them. */
export function sourcesOf(spec: ApplicationSpec): readonly ApplicationSource[] {
  if (spec.sources && spec.sources.length > 0) {
    return spec.sources;
  }
  return spec.source ? [spec.source] : [];
}

/** True when the plural fields are the ones that count. */
export function isMultiSource(spec: ApplicationSpec): boolean {
  return (spec.sources?.length ?? 0) > 0;
}

/** Whether the controller syncs by itself. */
export function isAutomated(spec: ApplicationSpec): boolean {
  const automated = spec.syncPolicy?.automated;
  return (
    automated !== undefined && automated !== null && automated.enabled !== false
  );
}

const groupKinds = z.array(
  z.object({ group: z.string(), kind: z.string() }).passthrough(),
);

/** What a client sends to create or change a project. */
export const projectInputSchema = z.object({
  metadata: z
    .object({
      name: z.string().min(1),
      labels: stringMap.optional(),
      annotations: stringMap.optional(),
      finalizers: z.array(z.string()).optional(),
    })
    .passthrough(),
  spec: z
    .object({
      description: z.string().optional(),
      sourceRepos: z.array(z.string()).nullish(),
      destinations: z
        .array(
          z
            .object({
              server: z.string().optional(),
              name: z.string().optional(),
              namespace: z.string().optional(),
            })
            .passthrough(),
        )
        .nullish(),
      clusterResourceWhitelist: groupKinds.nullish(),
      clusterResourceBlacklist: groupKinds.nullish(),
      namespaceResourceWhitelist: groupKinds.nullish(),
      namespaceResourceBlacklist: groupKinds.nullish(),
    })
    .passthrough(),
});

export type ProjectSpec = z.infer<typeof projectInputSchema>['spec'];

/** An AppProject as Argo CD answers it. */
export interface Project {
  readonly metadata: {
    readonly name: string;
    readonly namespace: string;
    readonly uid: string;
    readonly resourceVersion: string;
    readonly generation: number;
    readonly creationTimestamp: string;
    readonly labels?: Readonly<Record<string, string>>;
    readonly annotations?: Readonly<Record<string, string>>;
    readonly finalizers?: readonly string[];
  };
  readonly spec: ProjectSpec;
  readonly status: Readonly<Record<string, never>>;
}
