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
      return { problems: [`The repository “${repoUrl}” names no group`] };
    }
    const base =
      integrations.gitlab.byHost(host)?.config.baseUrl ?? `https://${host}`;
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
