import {
  getGitLabIntegrationRelativePath,
  type GitLabIntegration,
} from '@backstage/integration';
import type { ProjectRef } from '@slipway/plugin-gitops-common';
import {
  integrationAt,
  parseRepositoryAddress,
} from '@slipway/plugin-gitops-node';
import { projectPath } from './projectPath';

/** The project behind a clone address (HTTP or SSH) or a page of it, when its host is one of the integrations. */
export function projectOfUrl(
  integrations: readonly GitLabIntegration[],
  url: string,
): ProjectRef | undefined {
  const address = parseRepositoryAddress(url);
  const integration = address && integrationAt(integrations, address);
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
