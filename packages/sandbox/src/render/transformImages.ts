import { isObject } from './json';
import type { ImageEntry } from './kustomization';
import type { Resource } from './Resource';
import type { KubernetesObject } from './KubernetesObject';

/** `images`: rewrites the `image` of every container, wherever an object keeps its `containers` and `initContainers`. */
export function transformImages(
  entries: readonly ImageEntry[],
  resources: readonly Resource[],
): readonly Resource[] {
  return entries.reduce(
    (current, entry) =>
      current.map(resource => ({
        ...resource,
        object: inContainers(resource.object, image =>
          changeImage(image, entry),
        ) as KubernetesObject,
      })),
    resources,
  );
}

function inContainers(
  value: unknown,
  change: (image: string) => string,
): unknown {
  if (Array.isArray(value)) {
    return value.map(item => inContainers(item, change));
  }
  if (!isObject(value)) {
    return value;
  }
  return Object.fromEntries(
    Object.entries(value).map(([key, child]) => {
      if (
        (key === 'containers' || key === 'initContainers') &&
        Array.isArray(child)
      ) {
        return [key, child.map(container => withImage(container, change))];
      }
      return [key, inContainers(child, change)];
    }),
  );
}

function withImage(
  container: unknown,
  change: (image: string) => string,
): unknown {
  return isObject(container) && typeof container.image === 'string'
    ? { ...container, image: change(container.image) }
    : container;
}

/** One image reference after one `images` entry; unchanged when the entry names another image. */
export function changeImage(image: string, entry: ImageEntry): string {
  if (!image.startsWith(entry.name)) {
    return image;
  }
  const rest = image.slice(entry.name.length);
  const parts = /^(?::([\w.{}-]*))?(?:@(sha256:[a-fA-F0-9]+))?$/.exec(rest);
  if (!parts) {
    return image;
  }
  const name = entry.newName ?? entry.name;
  if (entry.newTag && entry.digest) {
    return `${name}:${entry.newTag}@${entry.digest}`;
  }
  if (entry.newTag) {
    return `${name}:${entry.newTag}`;
  }
  return entry.digest ? `${name}@${entry.digest}` : `${name}${rest}`;
}
