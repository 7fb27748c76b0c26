import { useApi } from '@backstage/core-plugin-api';
import {
  parseImageReference,
  type Deployment,
  type PodSummary,
} from '@slipway/plugin-gitops-common';
import { useQuery } from '@tanstack/react-query';
import { gitopsApiRef } from '../../api';
import { isNothingReleased } from '../../describe';
import { gitopsCacheOf } from '../../live';

/** Pods of a deployment that is on the move or unwell: a call to the engine, so not for one that is at rest. */
export function usePods(deployment: Deployment): PodSummary | undefined {
  const api = useApi(gitopsApiRef);
  const { id, health, version } = deployment.application;
  const moving =
    deployment.drift.state === 'rollingOut' ||
    health.state === 'progressing' ||
    health.state === 'degraded';
  const enabled = moving && !isNothingReleased(deployment);
  const { data } = useQuery(
    {
      queryKey: ['pods', id, version],
      queryFn: () => api.pods(id),
      enabled,
      placeholderData: previous => previous,
    },
    gitopsCacheOf(api).queryClient,
  );
  return enabled ? data : undefined;
}

/** How many pods run a tag, for example `1 of 2`. */
export function countRolledOut(pods: PodSummary, tag: string): string {
  const count = Object.entries(pods.byImage)
    .filter(([image]) => parseImageReference(image).tag === tag)
    .reduce((sum, [, number]) => sum + number, 0);
  return `${count} of ${pods.total}`;
}
