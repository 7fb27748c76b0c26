import {
  type Deployment,
  type EntitySummary,
  type EnvironmentSummary,
  type PipelineRun,
  summarizeDeployment,
  type SummariesResponse,
} from '@slipway/plugin-gitops-common';
import type { GitopsConfig } from '../config';
import type { DeploymentResolver } from '../images';
import type { Access, PermissionChecker } from '../permissions';
import type { Pipelines } from '../pipelines';
import type { Projection } from '../projection';
import { pageBudgetMs } from './DeliveryReader';
import type { Component } from './EntityReader';
import { readSources } from './readSources';
import { worstOf } from './worstOf';

export interface SummaryReaderOptions {
  readonly config: GitopsConfig;
  readonly projection: Projection;
  readonly resolver: DeploymentResolver;
  readonly pipelines: Pipelines;
  readonly permissions: PermissionChecker;
}

/** What a table says of many components. */
export class SummaryReader {
  readonly #options: SummaryReaderOptions;

  constructor(options: SummaryReaderOptions) {
    this.#options = options;
  }

  /** An entity that the user may not read is `undefined`, and `null` in the answer. */
  async read(
    components: readonly (Component | undefined)[],
    access: Access,
  ): Promise<SummariesResponse> {
    const { config, pipelines, projection } = this.#options;
    const items = await Promise.all(
      components.map(component =>
        component ? this.#summary(component, access) : null,
      ),
    );
    const readable = components.filter(component => component !== undefined);
    return {
      items,
      environments: config.environments,
      sources: readSources({
        projection,
        pipelines,
        selectors: readable.flatMap(({ selector }) => selector ?? []),
        projects: access.readPipelines.allowed
          ? readable.flatMap(({ project }) => project ?? [])
          : [],
      }),
    };
  }

  async #summary(component: Component, access: Access): Promise<EntitySummary> {
    const [deployments, run] = await Promise.all([
      this.#deployments(component, access),
      component.project && access.readPipelines.allowed
        ? this.#options.pipelines.latest(component.project, pageBudgetMs)
        : undefined,
    ]);
    return {
      entityRef: component.entityRef,
      ...(run && { pipeline: summarizeRun(run) }),
      environments: summarizeEnvironments(deployments),
    };
  }

  async #deployments(
    { selector, owners }: Component,
    access: Access,
  ): Promise<readonly Deployment[]> {
    const { permissions, projection, resolver } = this.#options;
    if (!selector || access.readDeployments.deniesAll) {
      return [];
    }
    const applications = projection
      .find(selector)
      .filter(application =>
        access.readDeployments.allows(
          permissions.resource(application, owners),
        ),
      );
    return resolver.resolve(applications, pageBudgetMs);
  }
}

function summarizeEnvironments(
  deployments: readonly Deployment[],
): Readonly<Record<string, EnvironmentSummary>> {
  const summaries = new Map<string, EnvironmentSummary>();
  for (const deployment of deployments) {
    const { environment } = deployment;
    if (environment) {
      const summary = summarizeDeployment(deployment);
      const other = summaries.get(environment);
      summaries.set(environment, other ? worstOf(other, summary) : summary);
    }
  }
  return Object.fromEntries(summaries);
}

function summarizeRun(run: PipelineRun): EntitySummary['pipeline'] {
  const { status, currentStage, finishedAt, webUrl } = run;
  return {
    status,
    ...(currentStage && { stage: currentStage }),
    ...(finishedAt && { finishedAt }),
    ...(webUrl && { webUrl }),
  };
}
