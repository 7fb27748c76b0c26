import {
  getGitLabIntegrationRelativePath,
  type GitLabIntegration,
} from '@backstage/integration';
import type { ProjectRef } from '@slipway/plugin-gitops-common';
import { projectPath } from './projectPath';

/** `git@host:group/project.git`, Git's short form of an SSH address. */
const scpLike = /^(?:[^@/\s]+@)?([^:/\s]+):(?!\/)(.+)$/;

/**
 * The project behind a clone address (HTTP or SSH) or a page of it, when its host is one of the integrations. An SSH address
 * names a machine, not a web server, so there the host is compared without its port.
 */
export function projectOfUrl(
  integrations: readonly GitLabIntegration[],
  url: string,
): ProjectRef | undefined {
  const address = parseAddress(url);
  const integration =
    address &&
    integrations.find(({ config }) =>
      address.ssh
        ? config.host.replace(/:\d+$/, '') === address.host
        : config.host === address.host,
    );
  if (!integration) {
    return undefined;
  }
  const root = address.ssh
    ? ''
    : getGitLabIntegrationRelativePath(integration.config);
  if (!address.path.startsWith(`${root}/`)) {
    return undefined;
  }
  const path = projectPath(
    address.path.slice(root.length).split(/\/(?:-|blob|tree|raw)\//)[0],
  );
  return path
    ? { provider: 'gitlab', host: integration.config.host, path }
    : undefined;
}

function parseAddress(
  url: string,
): { host: string; path: string; ssh: boolean } | undefined {
  const short = url.includes('://') ? undefined : scpLike.exec(url);
  if (short) {
    return { host: short[1], path: `/${short[2]}`, ssh: true };
  }
  try {
    const parsed = new URL(url);
    const path = decodeURIComponent(parsed.pathname);
    switch (parsed.protocol) {
      case 'http:':
      case 'https:':
        return { host: parsed.host, path, ssh: false };
      case 'ssh:':
        return { host: parsed.hostname, path, ssh: true };
      default:
        return undefined;
    }
  } catch {
    return undefined;
  }
}
