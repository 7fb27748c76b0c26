import type { ImageReference } from '../model';

/**
 * Takes an image reference apart. A colon before the last slash is a port, so `registry:5000/orders` has no tag. Never throws:
 * what has no tag and no digest is all repository.
 * @public
 */
export function parseImageReference(ref: string): ImageReference {
  const text = ref.trim();
  const at = text.indexOf('@');
  const named = at < 0 ? text : text.slice(0, at);
  const digest = at < 0 ? undefined : text.slice(at + 1);
  const colon = named.lastIndexOf(':');
  const hasTag = colon > named.lastIndexOf('/');
  const tag = hasTag ? named.slice(colon + 1) : undefined;
  return {
    repository: hasTag ? named.slice(0, colon) : named,
    ...(tag ? { tag } : {}),
    ...(digest ? { digest } : {}),
  };
}
