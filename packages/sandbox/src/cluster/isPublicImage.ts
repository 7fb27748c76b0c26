import {
  isUnreleased,
  parseImageReference,
} from '@slipway/plugin-gitops-common';

const publicRegistries = new Set([
  'docker.io',
  'gcr.io',
  'ghcr.io',
  'public.ecr.aws',
  'quay.io',
  'registry.k8s.io',
]);

/**
 * Whether an image comes from a registry that everybody can pull from, such as `postgres:17`: it was never pushed here, and runs
 * all the same. A first segment without dot and port is no host but a name on Docker Hub.
 */
export function isPublicImage(ref: string): boolean {
  const { repository, tag } = parseImageReference(ref);
  const [first = ''] = repository.split('/');
  const isHost =
    repository.includes('/') && (/[.:]/.test(first) || first === 'localhost');
  return !isUnreleased(tag) && (!isHost || publicRegistries.has(first));
}
