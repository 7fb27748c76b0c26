import type { GithubIntegration } from '@backstage/integration';
import type { ProjectRef } from '@slipway/plugin-gitops-common';
import { parseRepositoryAddress } from '@slipway/plugin-gitops-node';
import { repositoryPath } from './repositoryPath';

/** Pages of a repository lie below its own address, `/owner/name/tree/…`. */
const repositorySteps = 2;

/**
 * The repository behind a clone address (HTTP or SSH) or a page of it, when its host is one of the integrations. An SSH address
 * names a machine, not a web server, so there the host is compared without its port.
 */
export function projectOfUrl(
  integrations: readonly GithubIntegration[],
  url: string,
): ProjectRef | undefined {
  const address = parseRepositoryAddress(url);
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
  const steps = address.path.split('/').slice(1, 1 + repositorySteps);
  const path = repositoryPath(steps.join('/'));
  return path
    ? { provider: 'github', host: integration.config.host, path }
    : undefined;
}
