import {
  deploymentAnnotations,
  gitopsDeploymentReadPermission,
} from '@slipway/plugin-gitops-common';
import { type Access, needs } from '../permissions';
import type { RecentRuns } from '../pipelines';
import type { Component } from './EntityReader';

/** What keeps something of a component from being shown, in sentences for people. */
export function readNotices(input: {
  readonly component: Component;
  readonly access: Access;
  readonly instances: readonly string[];
  readonly recent: RecentRuns | undefined;
}): readonly string[] {
  const { component, access, instances, recent } = input;
  const { selector, project } = component;
  const unknown = (selector?.instances ?? []).filter(
    instance => !instances.includes(instance),
  );
  return [
    ...(selector?.problem ? [selector.problem] : []),
    ...unknown.map(
      instance =>
        `The annotation ${deploymentAnnotations.instanceName} names “${instance}”, but no such instance is configured.`,
    ),
    ...(selector && access.readDeployments.deniesAll
      ? [`${needs(gitopsDeploymentReadPermission.name)} to see deployments.`]
      : []),
    ...(project && !access.readPipelines.allowed
      ? [`${access.readPipelines.reason} to see the pipeline.`]
      : []),
    ...(project && recent?.missing
      ? [
          `${project.host} does not show the project ${project.path}. Check the entity's annotation, and that the token of the integration may read it.`,
        ]
      : []),
  ];
}
