import type { ImageReference } from '../model';

/** The inverse of `parseImageReference`. @public */
export function formatImageReference(image: ImageReference): string {
  const tag = image.tag ? `:${image.tag}` : '';
  const digest = image.digest ? `@${image.digest}` : '';
  return `${image.repository}${tag}${digest}`;
}
