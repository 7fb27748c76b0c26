import type {
  Deployment,
  EntityDelivery,
  Environment,
} from '@slipway/plugin-gitops-common';

/** One place in the lane: an environment with the applications in it, of which there may be several, or none. */
export interface LaneStop {
  readonly environment: Environment;
  readonly deployments: readonly Deployment[];
}

/** Sorts deployments into the environments, in the order of promotion; what belongs to none is `other`. */
export function groupDeployments(
  delivery: Pick<EntityDelivery, 'environments' | 'deployments'>,
): {
  readonly stops: readonly LaneStop[];
  readonly other: readonly Deployment[];
} {
  const ordered = delivery.environments.toSorted(
    (a, b) => a.position - b.position,
  );
  const names = new Set(ordered.map(({ name }) => name));
  return {
    stops: ordered.map(environment => ({
      environment,
      deployments: delivery.deployments.filter(
        deployment => deployment.environment === environment.name,
      ),
    })),
    other: delivery.deployments.filter(
      ({ environment }) => !environment || !names.has(environment),
    ),
  };
}
