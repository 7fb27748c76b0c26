import { ConflictError } from '@backstage/errors';
import type {
  DeploymentEngine,
  GitopsProvidersExtensionPoint,
  PipelineProvider,
  RepositoryProvider,
} from '@slipway/plugin-gitops-node';

type PipelineChangeSource = Parameters<
  GitopsProvidersExtensionPoint['addPipelineChangeSource']
>[0];

/** What modules added while the backend started. */
export class Providers implements GitopsProvidersExtensionPoint {
  readonly #engines = new Map<string, DeploymentEngine>();
  readonly #pipelines = new Map<string, PipelineProvider>();
  readonly #repositories = new Map<string, RepositoryProvider>();
  readonly #changeSources: PipelineChangeSource[] = [];

  addDeploymentEngine(engine: DeploymentEngine): void {
    add(this.#engines, engine.instance, engine, 'deployment engine');
  }

  addPipelineProvider(provider: PipelineProvider): void {
    add(this.#pipelines, provider.id, provider, 'pipeline provider');
  }

  addRepositoryProvider(provider: RepositoryProvider): void {
    add(this.#repositories, provider.id, provider, 'repository provider');
  }

  addPipelineChangeSource(source: PipelineChangeSource): void {
    this.#changeSources.push(source);
  }

  get engines(): ReadonlyMap<string, DeploymentEngine> {
    return this.#engines;
  }

  get pipelines(): ReadonlyMap<string, PipelineProvider> {
    return this.#pipelines;
  }

  get repositories(): ReadonlyMap<string, RepositoryProvider> {
    return this.#repositories;
  }

  get pipelineChangeSources(): readonly PipelineChangeSource[] {
    return this.#changeSources;
  }
}

function add<T>(
  known: Map<string, T>,
  id: string,
  provider: T,
  kind: string,
): void {
  if (known.has(id)) {
    throw new ConflictError(
      `A ${kind} named “${id}” was already added: names must be unique`,
    );
  }
  known.set(id, provider);
}
