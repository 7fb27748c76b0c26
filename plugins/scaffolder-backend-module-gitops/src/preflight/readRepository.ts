import type { ScmIntegrationRegistry } from '@backstage/integration';
import { parseRepoUrl } from '@backstage/plugin-scaffolder-node';
import type { Repository } from './PreflightRequest';

/** The repository behind a `repoUrl` as the scaffolder's picker gives it, or what is wrong with it. */
export function readRepository(
  repoUrl: string | undefined,
  integrations: ScmIntegrationRegistry,
): { readonly found?: Repository; readonly problems: readonly string[] } {
  if (repoUrl === undefined) {
    return { problems: [] };
  }
  try {
    const { host, owner, repo } = parseRepoUrl(repoUrl, integrations);
    const integration = integrations.byHost(host);
    if (!owner || !integration) {
      return {
        problems: [`The repository “${repoUrl}” names no group or owner`],
      };
    }
    const base = baseUrlOf(host, integrations);
    return {
      found: {
        host,
        owner,
        name: repo,
        url: `${base.replace(/\/+$/, '')}/${owner}/${repo}.git`,
        type: integration.type,
      },
      problems: [],
    };
  } catch (error) {
    return {
      problems: [error instanceof Error ? error.message : String(error)],
    };
  }
}

/** Address of a host's pages. GitHub's configuration has none: they are where the API is, or at the host's own name. */
function baseUrlOf(host: string, integrations: ScmIntegrationRegistry): string {
  const gitlab = integrations.gitlab.byHost(host)?.config.baseUrl;
  const github = integrations.github.byHost(host)?.config.apiBaseUrl;
  if (github && new URL(github).host === host) {
    return new URL(github).origin;
  }
  return gitlab ?? `https://${host}`;
}
