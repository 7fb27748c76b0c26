import { InputError, NotFoundError } from '@backstage/errors';
import {
  type Application,
  type ApplicationsResponse,
  type Commit,
  deploymentAnnotations,
  type PodSummary,
  readDeploymentSelector,
} from '@slipway/plugin-gitops-common';
import type {
  DeploymentEngine,
  RepositoryProvider,
} from '@slipway/plugin-gitops-node';
import { LruMap } from '../concurrency';
import { toUpstreamError } from '../errors';
import type { DeploymentResolver } from '../images';
import type {
  Access,
  GitopsDeploymentResource,
  PermissionChecker,
} from '../permissions';
import { projectKey } from '../pipelines';
import type { Projection } from '../projection';
import { pageBudgetMs } from './DeliveryReader';

/** Which applications are asked for; as the annotations of an entity say it. */
export interface ApplicationsQuery {
  readonly instance?: string;
  readonly name?: string;
  readonly selector?: string;
  readonly namespace?: string;
  readonly project?: string;
}

/** One application as a URL names it. */
export interface ApplicationAddress {
  readonly instance: string;
  readonly name: string;
  /** May be left out where the name is unique on the instance. */
  readonly namespace?: string;
}

export interface ApplicationReaderOptions {
  readonly projection: Projection;
  readonly resolver: DeploymentResolver;
  readonly permissions: PermissionChecker;
  readonly engines: ReadonlyMap<string, DeploymentEngine>;
  readonly repositories: ReadonlyMap<string, RepositoryProvider>;
}

const most = 1_000;
const callTimeoutMs = 15_000;
const rememberedCommits = 5_000;

/** Applications by themselves, without an entity. */
export class ApplicationReader {
  readonly #options: ApplicationReaderOptions;
  readonly #commits = new LruMap<string, Commit>(rememberedCommits);

  constructor(options: ApplicationReaderOptions) {
    this.#options = options;
  }

  async list(
    query: ApplicationsQuery,
    access: Access,
  ): Promise<ApplicationsResponse> {
    const { permissions, projection, resolver } = this.#options;
    const found = projection.find(selectorOf(query)).slice(0, most);
    const resources = await permissions.resources(found, {
      withOwners: access.readDeployments.asksForOwners,
    });
    const readable = resources
      .filter(resource => access.readDeployments.allows(resource))
      .map(({ application }) => application);
    return { items: await resolver.resolve(readable, pageBudgetMs) };
  }

  /** Throws `NotFoundError` also for one that the user may not read. */
  async one(
    address: ApplicationAddress,
    access: Access,
  ): Promise<GitopsDeploymentResource> {
    const { permissions, projection } = this.#options;
    const found = projection.find({
      names: [address.name],
      instances: [address.instance],
      ...(address.namespace && { namespace: address.namespace }),
    });
    const resources = await permissions.resources(found, {
      withOwners:
        access.readDeployments.asksForOwners ||
        access.syncDeployments.asksForOwners,
    });
    const readable = resources.filter(resource =>
      access.readDeployments.allows(resource),
    );
    const [resource] = readable;
    if (!resource) {
      throw new NotFoundError(
        `There is no application ${address.name} on ${address.instance}`,
      );
    }
    if (readable.length > 1) {
      throw new InputError(
        `${address.name} exists in several namespaces of ${address.instance}: say which with ?namespace=`,
      );
    }
    return resource;
  }

  /** The commit behind one of an application's revisions. */
  async commit(application: Application, revision: string): Promise<Commit> {
    if (!isRevisionOf(application, revision)) {
      throw new NotFoundError(
        `${application.id.name} has no revision ${revision}`,
      );
    }
    for (const { repoUrl } of application.sources) {
      for (const repository of this.#options.repositories.values()) {
        const project = repository.projectOf(repoUrl);
        if (project) {
          const key = `${projectKey(project)}\n${revision}`;
          const commit =
            this.#commits.get(key) ??
            (await repository
              .commit(project, revision, {
                signal: AbortSignal.timeout(callTimeoutMs),
              })
              .catch(error => notFoundAsUndefined(project.host, error)));
          if (commit) {
            this.#commits.set(key, commit);
            return commit;
          }
        }
      }
    }
    throw new NotFoundError(
      `The repository of revision ${revision} does not know it`,
    );
  }

  async pods(application: Application): Promise<PodSummary> {
    const engine = this.engineOf(application);
    try {
      return await engine.pods(application.id, {
        signal: AbortSignal.timeout(callTimeoutMs),
      });
    } catch (error) {
      throw toUpstreamError(engine.title, error);
    }
  }

  engineOf(application: Application): DeploymentEngine {
    const engine = this.#options.engines.get(application.id.instance);
    if (!engine) {
      throw new NotFoundError(
        `No instance “${application.id.instance}” is configured`,
      );
    }
    return engine;
  }
}

function selectorOf(query: ApplicationsQuery) {
  const annotations = Object.entries({
    [deploymentAnnotations.instanceName]: query.instance,
    [deploymentAnnotations.appName]: query.name,
    [deploymentAnnotations.appSelector]: query.selector,
    [deploymentAnnotations.appNamespace]: query.namespace,
    [deploymentAnnotations.projectName]: query.project,
  }).flatMap(([key, value]) => (value ? [[key, value]] : []));
  const selector = readDeploymentSelector(Object.fromEntries(annotations));
  if (!selector) {
    throw new InputError('Say which applications: name, selector or project');
  }
  if (selector.problem) {
    throw new InputError(selector.problem);
  }
  return selector;
}

function isRevisionOf(
  { history, sync }: Application,
  revision: string,
): boolean {
  return [
    ...sync.revisions,
    ...history.flatMap(entry => entry.revisions),
  ].includes(revision);
}

function notFoundAsUndefined(system: string, error: unknown): undefined {
  if (error instanceof Error && error.name === 'NotFoundError') {
    return undefined;
  }
  throw toUpstreamError(system, error);
}
