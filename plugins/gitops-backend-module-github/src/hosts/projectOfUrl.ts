import type { GithubIntegration } from '@backstage/integration';
import type { ProjectRef } from '@slipway/plugin-gitops-common';
import {
  integrationAt,
  parseRepositoryAddress,
} from '@slipway/plugin-gitops-node';
import { repositoryPath } from './repositoryPath';

/** Pages of a repository lie below its own address, `/owner/name/tree/…`. */
const repositorySteps = 2;

/** The repository behind a clone address (HTTP or SSH) or a page of it, when its host is one of the integrations. */
export function projectOfUrl(
  integrations: readonly GithubIntegration[],
  url: string,
): ProjectRef | undefined {
  const address = parseRepositoryAddress(url);
  const integration = address && integrationAt(integrations, address);
  if (!integration) {
    return undefined;
  }
  const steps = address.path.split('/').slice(1, 1 + repositorySteps);
  const path = repositoryPath(steps.join('/'));
  return path
    ? { provider: 'github', host: integration.config.host, path }
    : undefined;
}
