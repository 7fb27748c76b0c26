import {
  type Application,
  buildTrace,
  type Deployment,
  type EntityDelivery,
} from '@slipway/plugin-gitops-common';
import type { ChangeHub } from '../changes';
import type { GitopsConfig } from '../config';
import { type Comparisons, readDeltas } from '../deltas';
import type { DeploymentEventReader } from '../events';
import type { DeploymentResolver } from '../images';
import {
  type Access,
  type PermissionChecker,
  syncCapability,
} from '../permissions';
import type { Pipelines, RecentRuns } from '../pipelines';
import type { Projection } from '../projection';
import type { Component } from './EntityReader';
import { readNotices } from './readNotices';
import { readSources } from './readSources';

/** A page waits no longer for what comes from other systems; the rest is announced when it arrives. */
export const pageBudgetMs = 1_500;

export interface DeliveryReaderOptions {
  readonly config: GitopsConfig;
  readonly projection: Projection;
  readonly resolver: DeploymentResolver;
  readonly events: DeploymentEventReader;
  readonly pipelines: Pipelines;
  readonly comparisons: Comparisons;
  readonly permissions: PermissionChecker;
  readonly hub: ChangeHub;
}

/** Joins everything that the deployments tab shows of one component. */
export class DeliveryReader {
  readonly #options: DeliveryReaderOptions;

  constructor(options: DeliveryReaderOptions) {
    this.#options = options;
  }

  async read(component: Component, access: Access): Promise<EntityDelivery> {
    const { config, events, projection, resolver } = this.#options;
    const deadline = Date.now() + pageBudgetMs;
    const { environments } = config;
    const { selector, project } = component;

    const applications = this.#readable(component, access);
    const [deployments, recent, history] = await Promise.all([
      resolver.resolve(applications, pageBudgetMs),
      this.#recentRuns(component, access),
      events.read(applications, pageBudgetMs),
    ]);
    const ordered = this.#inOrder(deployments);
    const runs = recent?.runs ?? [];
    const deltas = await readDeltas({
      environments,
      deployments: ordered,
      project,
      comparisons: this.#options.comparisons,
      budgetMs: deadline - Date.now(),
      onLate: () => this.#options.hub.applicationChanged(...applications),
    });
    const [pipeline] = runs;
    const notices = readNotices({
      component,
      access,
      recent,
      instances: projection.instances,
    });

    return {
      entityRef: component.entityRef,
      annotated: {
        deployments: selector !== undefined,
        pipeline: project !== undefined,
      },
      environments,
      deployments: ordered,
      ...(project && { project }),
      ...(pipeline && { pipeline }),
      trace: buildTrace({
        environments,
        runs,
        deployments: ordered,
        events: history,
      }),
      deltas,
      sources: readSources({
        projection,
        pipelines: this.#options.pipelines,
        selectors: selector ? [selector] : [],
        projects: project && access.readPipelines.allowed ? [project] : [],
      }),
      ...(notices.length > 0 && { notices }),
      capabilities: {
        sync: this.#syncCapabilities(component, access, applications),
        runPipeline: access.readPipelines.allowed
          ? access.runPipelines
          : access.readPipelines,
      },
      generatedAt: new Date().toISOString(),
    };
  }

  #readable(component: Component, access: Access): readonly Application[] {
    const { permissions, projection } = this.#options;
    if (!component.selector) {
      return [];
    }
    return projection
      .find(component.selector)
      .filter(application =>
        access.readDeployments.allows(
          permissions.resource(application, component.owners),
        ),
      );
  }

  async #recentRuns(
    { project }: Component,
    access: Access,
  ): Promise<RecentRuns | undefined> {
    return project && access.readPipelines.allowed
      ? this.#options.pipelines.recent(project, pageBudgetMs)
      : undefined;
  }

  #inOrder(deployments: readonly Deployment[]): readonly Deployment[] {
    const { environments } = this.#options.config;
    const position = ({ environment }: Deployment) =>
      environments.find(({ name }) => name === environment)?.position ??
      environments.length;
    return [...deployments].sort((a, b) => position(a) - position(b));
  }

  #syncCapabilities(
    component: Component,
    access: Access,
    applications: readonly Application[],
  ): EntityDelivery['capabilities']['sync'] {
    return Object.fromEntries(
      applications.map(application => [
        application.id.name,
        syncCapability(
          access,
          this.#options.permissions.resource(application, component.owners),
        ),
      ]),
    );
  }
}
