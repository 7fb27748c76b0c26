import { createApiRef } from '@backstage/frontend-plugin-api';
import type {
  ApplicationId,
  Commit,
  Deployment,
  EntityDelivery,
  Environment,
  PodSummary,
  SealingCertificate,
  SummariesResponse,
} from '@slipway/plugin-gitops-common';

/** What a person can do with the pipeline of an entity. @public */
export type PipelineAction =
  | { readonly type: 'retry'; readonly pipelineId: string }
  | { readonly type: 'play'; readonly jobId: string };

/** Which applications to list; an absent field does not narrow. @public */
export interface ApplicationsQuery {
  readonly instance?: string;
  readonly name?: string;
  /** Kubernetes label selector, equality and set based. */
  readonly selector?: string;
  readonly namespace?: string;
  readonly project?: string;
}

/**
 * What a subscriber is told. `changed` names one entity, `resync` says that changes may have been missed and everything should
 * be read again, `mode` says how changes reach this page from now on.
 * @public
 */
export type ChangeNotice =
  | { readonly type: 'changed'; readonly entityRef: string }
  | { readonly type: 'resync' }
  | { readonly type: 'mode'; readonly mode: ChangeMode };

/** `paused` while nobody looks at the page. @public */
export type ChangeMode = 'connecting' | 'streaming' | 'polling' | 'paused';

/**
 * The backend of the plugin as the pages see it. Every call throws a `ResponseError` that carries the server's own message.
 * @public
 */
export interface GitopsApi {
  environments(): Promise<readonly Environment[]>;
  delivery(entityRef: string): Promise<EntityDelivery>;
  /** At most 100 references a call. */
  summaries(entityRefs: readonly string[]): Promise<SummariesResponse>;
  applications(query: ApplicationsQuery): Promise<readonly Deployment[]>;
  revision(id: ApplicationId, revision: string): Promise<Commit>;
  pods(id: ApplicationId): Promise<PodSummary>;
  /** Resolves when the engine accepted it; the outcome arrives through `subscribe`. */
  sync(id: ApplicationId): Promise<void>;
  terminate(id: ApplicationId): Promise<void>;
  runPipeline(entityRef: string, action: PipelineAction): Promise<void>;
  sealingCertificate(environment: string): Promise<SealingCertificate>;
  /**
   * Tells `listener` when one of the entities changed, until the returned function is called. All subscriptions of a page
   * share one connection.
   */
  subscribe(
    entityRefs: readonly string[],
    listener: (notice: ChangeNotice) => void,
  ): () => void;
}

/** @public */
export const gitopsApiRef = createApiRef<GitopsApi>().with({
  id: 'plugin.gitops',
  pluginId: 'gitops',
});
