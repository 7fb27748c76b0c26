import type {
  ApplicationSource,
  ProjectRef,
} from '@slipway/plugin-gitops-common';

/** An address that is safe to put into a link, or undefined. Addresses come from annotations and from other systems. */
export function safeUrl(url: string | undefined): string | undefined {
  if (!url || !URL.canParse(url)) {
    return undefined;
  }
  return ['http:', 'https:'].includes(new URL(url).protocol) ? url : undefined;
}

const treeInfix: Readonly<Record<string, string>> = {
  gitlab: '/-/tree/',
  github: '/tree/',
};

/**
 * The folder that an application renders, on its provider's site. Only where the repository lies on the host of the entity's
 * own project, because then the provider is known.
 */
export function overlayUrl(
  source: ApplicationSource | undefined,
  project: ProjectRef | undefined,
): string | undefined {
  const infix = project && treeInfix[project.provider];
  const url = safeUrl(source?.repoUrl);
  if (!source?.path || !infix || !url || new URL(url).host !== project.host) {
    return undefined;
  }
  const revision = source.targetRevision ?? 'HEAD';
  const folder = [...revision.split('/'), ...source.path.split('/')]
    .map(encodeURIComponent)
    .join('/');
  return `${url.replace(/\/$/, '').replace(/\.git$/, '')}${infix}${folder}`;
}
