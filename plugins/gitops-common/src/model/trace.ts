import type { Commit, PipelineRun } from './pipeline';
import type { Drift } from './deployment';
import type { HealthState } from './application';

/** Where one commit's image is in one environment. Times are ISO 8601. @public */
export type TraceCell =
  | { readonly state: 'absent' }
  | {
      readonly state: 'onItsWay';
      readonly reason: string;
      readonly since?: string;
    }
  | {
      readonly state: 'live';
      readonly since?: string;
      readonly health: HealthState;
      readonly drift: Drift['state'];
    }
  | { readonly state: 'was'; readonly from?: string; readonly until?: string };

/** What became of a commit's image. @public */
export type TraceImage =
  | {
      readonly state: 'built';
      readonly repository?: string;
      readonly tag: string;
    }
  | { readonly state: 'pending' }
  | { readonly state: 'none' };

/** One commit on its way: commit → pipeline → image → environments. @public */
export interface TraceRow {
  readonly commit: Commit;
  readonly pipeline?: PipelineRun;
  readonly image: TraceImage;
  /** Keyed by environment name; every configured environment has a cell. */
  readonly environments: Readonly<Record<string, TraceCell>>;
}

/** A deployment that happened, from the append-only event log. @public */
export interface DeploymentEvent {
  readonly instance: string;
  readonly application: string;
  readonly namespace?: string;
  readonly historyId: number;
  readonly environment?: string;
  readonly revision: string;
  /** Image references of that revision, once they were resolved. */
  readonly images: readonly string[];
  readonly deployedAt: string;
}
