import type {
  ApplicationId,
  Commit,
  Deployment,
  EntityDelivery,
  EntitySummary,
  PodSummary,
  SealingCertificate,
  SummariesResponse,
} from '@slipway/plugin-gitops-common';
import { defaultEnvironments } from '@slipway/plugin-gitops-common';
import type {
  ApplicationsQuery,
  ChangeNotice,
  GitopsApi,
  PipelineAction,
} from '../api';
import { aCommit } from './model';

/** What the fake knows; a function may throw, or never answer. */
export interface FakeWorld {
  delivery: () => EntityDelivery | Promise<EntityDelivery>;
  summary: (entityRef: string) => EntitySummary | null;
  certificate: (environment: string) => SealingCertificate;
  applications: (query: ApplicationsQuery) => readonly Deployment[];
  pods: () => PodSummary;
  act: (action: string) => void;
}

/** The API over a world that can be changed while the page looks at it. */
export class FakeGitopsApi implements GitopsApi {
  readonly world: FakeWorld;
  /** Every call, in order, as `method argument`. */
  readonly calls: string[] = [];
  readonly #listeners = new Set<(notice: ChangeNotice) => void>();

  constructor(world: Partial<FakeWorld>) {
    const unexpected = () => {
      throw new Error('The fake was not told what to answer');
    };
    this.world = {
      delivery: unexpected,
      summary: () => null,
      certificate: unexpected,
      applications: () => [],
      pods: () => ({ total: 2, ready: 2, byImage: {} }),
      act: () => {},
      ...world,
    };
  }

  /** Tells everybody who subscribed. */
  tell(notice: ChangeNotice) {
    this.#listeners.forEach(listener => listener(notice));
  }

  async environments() {
    return defaultEnvironments;
  }

  async delivery(entityRef: string) {
    this.calls.push(`delivery ${entityRef}`);
    return this.world.delivery();
  }

  async summaries(entityRefs: readonly string[]): Promise<SummariesResponse> {
    this.calls.push(`summaries ${entityRefs.join()}`);
    return {
      items: entityRefs.map(entityRef => this.world.summary(entityRef)),
      environments: defaultEnvironments,
      sources: [],
    };
  }

  async applications(query: ApplicationsQuery) {
    this.calls.push(`applications ${JSON.stringify(query)}`);
    return this.world.applications(query);
  }

  async revision(id: ApplicationId, revision: string): Promise<Commit> {
    this.calls.push(`revision ${id.instance} ${id.name} ${revision}`);
    return aCommit({ sha: revision });
  }

  async pods() {
    return this.world.pods();
  }

  sync(id: ApplicationId) {
    return this.#act(`sync ${id.name}`);
  }

  terminate(id: ApplicationId) {
    return this.#act(`terminate ${id.name}`);
  }

  runPipeline(entityRef: string, action: PipelineAction) {
    return this.#act(`runPipeline ${entityRef} ${JSON.stringify(action)}`);
  }

  async sealingCertificate(environment: string) {
    this.calls.push(`sealingCertificate ${environment}`);
    return this.world.certificate(environment);
  }

  subscribe(
    _entityRefs: readonly string[],
    listener: (notice: ChangeNotice) => void,
  ) {
    this.#listeners.add(listener);
    listener({ type: 'mode', mode: 'streaming' });
    return () => this.#listeners.delete(listener);
  }

  async #act(action: string) {
    this.calls.push(action);
    this.world.act(action);
  }
}
