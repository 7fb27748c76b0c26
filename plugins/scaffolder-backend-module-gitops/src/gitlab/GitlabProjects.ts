import { InputError, ServiceUnavailableError } from '@backstage/errors';
import {
  type GitLabIntegrationConfig,
  getGitLabRequestOptions,
  type ScmIntegrationRegistry,
} from '@backstage/integration';
import { z } from 'zod';

/** What is used of a GitLab project. */
export interface GitlabProject {
  readonly id: number;
  /** Full path, for example `shop/orders`. */
  readonly path: string;
  readonly webUrl: string;
  /** ISO 8601. */
  readonly createdAt: string;
}

/**
 * Projects of the GitLab instances under `integrations.gitlab`. Every error names the host, says what to do, and never carries
 * the token.
 */
export interface GitlabProjects {
  /** By id or full path; undefined when there is none, or none that the token may see. */
  find(
    host: string,
    idOrPath: number | string,
    signal?: AbortSignal,
  ): Promise<GitlabProject | undefined>;
  /** Whether there is a group or user of this path that the token may see. */
  hasNamespace(
    host: string,
    path: string,
    signal?: AbortSignal,
  ): Promise<boolean>;
  /** Whether the default branch has a file or folder. */
  hasPath(
    host: string,
    id: number,
    path: string,
    signal?: AbortSignal,
  ): Promise<boolean>;
  hasBranch(
    host: string,
    id: number,
    branch: string,
    signal?: AbortSignal,
  ): Promise<boolean>;
  /** False when there was none. GitLab goes on deleting after the answer. */
  delete(host: string, id: number, signal?: AbortSignal): Promise<boolean>;
}

const projectSchema = z
  .object({
    id: z.number(),
    path_with_namespace: z.string(),
    web_url: z.string(),
    created_at: z.string(),
  })
  .transform(project => ({
    id: project.id,
    path: project.path_with_namespace,
    webUrl: project.web_url,
    createdAt: project.created_at,
  }));

const timeoutMs = 15_000;

export function createGitlabProjects(
  integrations: ScmIntegrationRegistry,
): GitlabProjects {
  const configOf = (host: string) => {
    const config = integrations.gitlab.byHost(host)?.config;
    if (!config) {
      throw new InputError(
        `No GitLab is configured for ${host}. Add it under integrations.gitlab`,
      );
    }
    return config;
  };
  return {
    async find(host, idOrPath, signal) {
      const path = ['projects', String(idOrPath)];
      const answer = await send(configOf(host), 'GET', path, signal);
      if (!answer) {
        return undefined;
      }
      const project = projectSchema.safeParse(await answer.json());
      if (!project.success) {
        throw new ServiceUnavailableError(
          `GitLab ${host} answered with something that is not a project`,
        );
      }
      return project.data;
    },
    async hasNamespace(host, path, signal) {
      const segments = ['namespaces', path];
      const answer = await send(configOf(host), 'GET', segments, signal);
      await answer?.body?.cancel();
      return answer !== undefined;
    },
    async hasPath(host, id, path, signal) {
      const tree = ['projects', String(id), 'repository', 'tree'];
      const query = new URLSearchParams({ path, per_page: '1' });
      const answer = await send(configOf(host), 'GET', tree, signal, query);
      // Older versions answer a missing folder with an empty list instead of 404.
      const entries: unknown = await answer?.json();
      return Array.isArray(entries) && entries.length > 0;
    },
    async hasBranch(host, id, branch, signal) {
      const path = ['projects', String(id), 'repository', 'branches', branch];
      const answer = await send(configOf(host), 'GET', path, signal);
      await answer?.body?.cancel();
      return answer !== undefined;
    },
    async delete(host, id, signal) {
      const path = ['projects', String(id)];
      const answer = await send(configOf(host), 'DELETE', path, signal);
      await answer?.body?.cancel();
      return answer !== undefined;
    },
  };
}

/** Undefined for 404. */
async function send(
  config: GitLabIntegrationConfig,
  method: 'GET' | 'DELETE',
  path: readonly string[],
  signal: AbortSignal | undefined,
  query?: URLSearchParams,
): Promise<Response | undefined> {
  const { host, token = '' } = config;
  // fetch refuses such a header with an error that quotes it.
  if (!/^[\x21-\x7e]*$/.test(token)) {
    throw new InputError(
      `The token of integrations.gitlab for ${host} is not one word of printable characters`,
    );
  }
  const address = [config.apiBaseUrl, ...path.map(encodeURIComponent)].join(
    '/',
  );
  const url = query ? `${address}?${query}` : address;
  const timeout = AbortSignal.timeout(timeoutMs);
  let response: Response;
  try {
    response = await fetch(url, {
      ...getGitLabRequestOptions(config),
      method,
      signal: signal ? AbortSignal.any([signal, timeout]) : timeout,
    });
  } catch (error) {
    signal?.throwIfAborted();
    throw new ServiceUnavailableError(
      `GitLab ${host} cannot be reached`,
      error,
    );
  }
  if (response.ok) {
    return response;
  }
  await response.body?.cancel();
  switch (response.status) {
    case 404:
      return undefined;
    case 401:
    case 403:
      throw new ServiceUnavailableError(
        `GitLab ${host} refuses the configured token (HTTP ${response.status}). It needs the scope “api” and the right to do this; see integrations.gitlab`,
      );
    default:
      throw new ServiceUnavailableError(
        `GitLab ${host} answered with HTTP ${response.status}`,
      );
  }
}
