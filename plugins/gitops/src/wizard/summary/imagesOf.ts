import type { Creation } from './readCreation';

/** The repositories of the images, without tags, one for each service. */
export function imagesOf(creation: Creation): readonly string[] {
  const base = baseOf(creation);
  // Docker Hub has no folders.
  const separator = creation.registry === 'dockerhub' ? '-' : '/';
  return creation.starter === 'stack'
    ? creation.services.map(key => `${base}${separator}${key}`)
    : [base];
}

function baseOf(creation: Creation): string {
  const name = creation.name || '<name>';
  switch (creation.registry) {
    // Its host is GitLab's own affair, and often another than that of the pages.
    case 'gitlab':
      return creation.layout === 'platform'
        ? `${creation.group}/${creation.platformRepository}/${name}`
        : `${creation.group}/${name}`;
    case 'ecr':
      return `${creation.awsAccountId || '<account>'}.dkr.ecr.${creation.awsRegion || '<region>'}.amazonaws.com/${name}`;
    case 'ghcr':
      return `ghcr.io/${creation.githubOwner.toLowerCase()}/${name}`;
    case 'dockerhub':
      return `docker.io/${creation.dockerhubNamespace || '<namespace>'}/${name}`;
    case 'other':
      return creation.imageRepository || '<image repository>';
    default:
      return creation.registry satisfies never;
  }
}
