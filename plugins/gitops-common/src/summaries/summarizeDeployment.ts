import type { EnvironmentSummary } from '../api';
import type { Deployment } from '../model';

/** What a table cell says of a deployment. @public */
export function summarizeDeployment(
  deployment: Deployment,
): EnvironmentSummary {
  const { application, drift, images } = deployment;
  const [first] = images;
  const tag = first && liveTag(first);
  return {
    sync: application.sync.state,
    health: application.health.state,
    drift: drift.state,
    ...(drift.state !== 'inSync' && { reason: drift.reason }),
    ...(tag && { tag }),
    moreImages: Math.max(images.length - 1, 0),
  };
}

/** While a roll-out is under way, the tag that it leads to. */
function liveTag(image: Deployment['images'][number]): string | undefined {
  const target = image.synced ?? image.desired;
  return (
    image.live.find(tag => tag === target) ?? image.live[0] ?? image.desired
  );
}
