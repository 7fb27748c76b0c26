import type { Deployment, Drift } from '../model/deployment';
import type { Environment } from '../model/environment';
import type { HealthState, SyncState } from '../model/application';
import type {
  PipelineRun,
  PipelineStatus,
  ProjectRef,
} from '../model/pipeline';
import type { TraceRow } from '../model/trace';

/**
 * How fresh the data of one system is. `unreachable` keeps the last known data with its age; `error` names the system and
 * what to do, and never carries a token.
 * @public
 */
export interface SourceStatus {
  /** For people: `Argo CD “main”`, `GitLab gitlab.example.com`. */
  readonly name: string;
  readonly kind: 'engine' | 'pipelines';
  readonly state: 'live' | 'connecting' | 'unreachable';
  /** When data last arrived, ISO 8601. */
  readonly observedAt?: string;
  readonly error?: string;
}

/** The source commits between two neighbouring environments. @public */
export interface EnvironmentDelta {
  readonly from: string;
  readonly to: string;
  readonly fromTag: string;
  readonly toTag: string;
  /** Absent where the repository provider could not tell. */
  readonly commits?: number;
  readonly webUrl?: string;
}

/** What the user may do with this component; `reason` says which permission is missing. @public */
export type Capability =
  | { readonly allowed: true }
  | { readonly allowed: false; readonly reason: string };

/** Everything the deployments tab shows. `GET /v1/entities/:kind/:namespace/:name/delivery` @public */
export interface EntityDelivery {
  readonly entityRef: string;
  /** False when the entity carries no annotation that leads to an application or a pipeline. */
  readonly annotated: {
    readonly deployments: boolean;
    readonly pipeline: boolean;
  };
  readonly environments: readonly Environment[];
  /** In the order of environments; those without an environment last. */
  readonly deployments: readonly Deployment[];
  readonly project?: ProjectRef;
  /** The latest run of the default branch, with stages. */
  readonly pipeline?: PipelineRun;
  readonly trace: readonly TraceRow[];
  readonly deltas: readonly EnvironmentDelta[];
  readonly sources: readonly SourceStatus[];
  /** What keeps something from being shown, in sentences for people: a bad annotation, a missing permission. Absent when nothing does. */
  readonly notices?: readonly string[];
  readonly capabilities: {
    /** Keyed by application name. */
    readonly sync: Readonly<Record<string, Capability>>;
    readonly runPipeline: Capability;
  };
  readonly generatedAt: string;
}

/** One environment of one component in a table cell. @public */
export interface EnvironmentSummary {
  readonly sync: SyncState;
  readonly health: HealthState;
  readonly drift: Drift['state'];
  readonly reason?: string;
  /** Live tag of the first image; the desired one before anything runs. */
  readonly tag?: string;
  /** How many images there are beside the first. */
  readonly moreImages: number;
}

/** One row of the catalog's list. @public */
export interface EntitySummary {
  readonly entityRef: string;
  readonly pipeline?: {
    readonly status: PipelineStatus;
    readonly stage?: string;
    readonly finishedAt?: string;
    readonly webUrl?: string;
  };
  /** Keyed by environment name. */
  readonly environments: Readonly<Record<string, EnvironmentSummary>>;
}

/** `POST /v1/summaries`: at most 100 references; an entity that the user may not read answers `null`. @public */
export interface SummariesRequest {
  readonly entityRefs: readonly string[];
}

/** In the order of the request. @public */
export interface SummariesResponse {
  readonly items: readonly (EntitySummary | null)[];
  readonly environments: readonly Environment[];
  readonly sources: readonly SourceStatus[];
}

/** `GET /v1/applications`, for cards of other plugins. @public */
export interface ApplicationsResponse {
  readonly items: readonly Deployment[];
}

/** `GET /v1/sealing-certificates/:environment` @public */
export interface SealingCertificate {
  readonly environment: string;
  /** PEM of the newest certificate of the cluster's sealed-secrets controller. */
  readonly pem: string;
  /** SHA-256 of the DER, lower-case hexadecimal. */
  readonly fingerprint: string;
  readonly notAfter: string;
}

/**
 * A server-sent event of `GET /v1/changes?entityRef=…`. `ready` comes first; `changed` names an entity that was asked for.
 * @public
 */
export type ChangeEvent =
  | { readonly type: 'ready' }
  | { readonly type: 'changed'; readonly entityRef: string };
