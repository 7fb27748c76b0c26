import {
  isUnreleased,
  type Deployment,
  type DeploymentImage,
} from '@slipway/plugin-gitops-common';

/**
 * The tag that stands for an image in one environment: what Git asks for, except that a deployment which nobody has synced yet
 * shows what still runs.
 */
export function headlineTag(
  image: DeploymentImage,
  deployment: Deployment,
): string | undefined {
  const [live] = image.live;
  return deployment.drift.state === 'waitingForSync'
    ? (live ?? image.synced ?? image.desired)
    : (image.desired ?? image.synced ?? live);
}

/** Whether the first image still carries the placeholder that a new component starts with. */
export function isNothingReleased(deployment: Deployment): boolean {
  const [first] = deployment.images;
  return first !== undefined && isUnreleased(headlineTag(first, deployment));
}
