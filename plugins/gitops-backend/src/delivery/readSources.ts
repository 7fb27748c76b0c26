import type {
  DeploymentSelector,
  ProjectRef,
  SourceStatus,
} from '@slipway/plugin-gitops-common';
import type { Pipelines } from '../pipelines';
import { hostKey } from '../pipelines';
import type { Projection } from '../projection';

/** How fresh the data of the systems is that components draw on, each system once. */
export function readSources(options: {
  readonly projection: Projection;
  readonly pipelines: Pipelines;
  readonly selectors: readonly DeploymentSelector[];
  readonly projects: readonly ProjectRef[];
}): readonly SourceStatus[] {
  const { projection, pipelines, selectors, projects } = options;
  const meant = new Set(
    selectors.flatMap(selector => selector.instances ?? projection.instances),
  );
  const hosts = new Map(projects.map(project => [hostKey(project), project]));
  return [
    ...projection.instances
      .filter(instance => meant.has(instance))
      .map(instance => projection.status(instance))
      .filter(status => status !== undefined),
    ...[...hosts.values()].map(project => pipelines.status(project)),
  ];
}
