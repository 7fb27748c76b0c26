import { InputError, NotFoundError } from '@backstage/errors';
import {
  DefaultGithubCredentialsProvider,
  type ScmIntegrationRegistry,
} from '@backstage/integration';
import { GithubHttp } from '@slipway/plugin-gitops-backend-module-github';
import { z } from 'zod';
import type { RepositoryCreator } from './whyNotCreate';

/** What is used of a GitHub repository. */
export interface GithubRepository {
  /** Owner and name as GitHub writes them, which tells a renamed one. */
  readonly path: string;
  readonly webUrl: string;
  /** ISO 8601. */
  readonly createdAt: string;
  readonly defaultBranch: string;
  /** Undefined where GitHub does not say. */
  readonly mayPush?: boolean;
}

/** Where a repository is. */
export interface GithubPlace {
  readonly host: string;
  readonly owner: string;
  readonly name: string;
}

/**
 * Repositories of the GitHub hosts under `integrations.github`. Every error names the host, says what to do, and never carries
 * the token.
 */
export interface GithubRepositories {
  /** Undefined when there is none, or none that the token may see. */
  find(
    place: GithubPlace,
    signal?: AbortSignal,
  ): Promise<GithubRepository | undefined>;
  /** Who would create a repository for an owner. */
  creator(
    host: string,
    owner: string,
    signal?: AbortSignal,
  ): Promise<RepositoryCreator>;
  /** Whether there is a file or folder at a revision. */
  hasPath(
    place: GithubPlace,
    path: string,
    revision: string,
    signal?: AbortSignal,
  ): Promise<boolean>;
  hasBranch(
    place: GithubPlace,
    branch: string,
    signal?: AbortSignal,
  ): Promise<boolean>;
  hasCommit(
    place: GithubPlace,
    sha: string,
    signal?: AbortSignal,
  ): Promise<boolean>;
  delete(place: GithubPlace, signal?: AbortSignal): Promise<void>;
}

const repositorySchema = z
  .object({
    full_name: z.string(),
    html_url: z.string(),
    created_at: z.string(),
    default_branch: z.string(),
    permissions: z.object({ push: z.boolean() }).partial().optional(),
  })
  .transform(repository => ({
    path: repository.full_name,
    webUrl: repository.html_url,
    createdAt: repository.created_at,
    defaultBranch: repository.default_branch,
    mayPush: repository.permissions?.push,
  }));
const accountSchema = z.object({ login: z.string(), type: z.string() });
const organizationSchema = z.object({
  members_can_create_private_repositories: z.boolean().nullish(),
});
const membershipSchema = z.object({ state: z.string(), role: z.string() });

const timeout = 15_000;
const metadata = 'read access to Metadata';

export function createGithubRepositories(
  integrations: ScmIntegrationRegistry,
): GithubRepositories {
  const credentials =
    DefaultGithubCredentialsProvider.fromIntegrations(integrations);
  const httpOf = (host: string) => {
    const config = integrations.github.byHost(host)?.config;
    if (!config?.apiBaseUrl) {
      throw new InputError(
        `No GitHub is configured for ${host}. Add it, with its apiBaseUrl, under integrations.github`,
      );
    }
    return new GithubHttp(config, credentials, { timeout });
  };
  const get = <T extends z.ZodTypeAny>(
    { host, owner, name }: GithubPlace,
    rest: readonly string[],
    schema: T,
    signal: AbortSignal | undefined,
    query?: readonly (readonly [string, string])[],
  ) =>
    orUndefined<z.output<T>>(
      httpOf(host).getJson(
        {
          account: `${owner}/${name}`,
          segments: ['repos', owner, name, ...rest],
          query,
          purpose: `read ${owner}/${name}`,
          permission: rest.length > 0 ? 'read access to Contents' : metadata,
          signal,
        },
        schema,
      ),
    );
  const exists = async (...args: Parameters<typeof get>) =>
    (await get(...args)) !== undefined;

  return {
    find: (place, signal) => get(place, [], repositorySchema, signal),
    creator: (host, owner, signal) =>
      readCreator(httpOf(host), host, owner, signal),
    hasPath: (place, path, revision, signal) =>
      exists(place, ['contents', ...path.split('/')], z.unknown(), signal, [
        ['ref', revision],
      ]),
    hasBranch: (place, branch, signal) =>
      exists(
        place,
        ['git', 'ref', 'heads', ...branch.split('/')],
        z.unknown(),
        signal,
      ),
    hasCommit: (place, sha, signal) =>
      exists(place, ['git', 'commits', sha], z.unknown(), signal),
    delete: ({ host, owner, name }, signal) =>
      httpOf(host).delete({
        account: `${owner}/${name}`,
        segments: ['repos', owner, name],
        purpose: `delete ${owner}/${name}`,
        permission:
          'write access to Administration, or the scope delete_repo of a classic token',
        signal,
      }),
  };
}

async function readCreator(
  http: GithubHttp,
  host: string,
  owner: string,
  signal: AbortSignal | undefined,
): Promise<RepositoryCreator> {
  const call = (segments: readonly string[], purpose: string) => ({
    account: owner,
    segments,
    purpose,
    permission: metadata,
    signal,
  });
  const account = await orUndefined(
    http.getWithScopes(call(['users', owner], `read ${owner}`), accountSchema),
  );
  if (!account) {
    return { host, owner };
  }
  const { value, scopes } = account;
  // An App is nobody, and not every token may ask about members: what is not told is not held against it.
  const viewer = await orUnknown(
    http.getJson(call(['user'], 'read the user of the token'), accountSchema),
    signal,
  );
  const about = {
    host,
    owner,
    type: value.type,
    viewer: viewer?.login,
    scopes,
  };
  if (!viewer || value.type !== 'Organization') {
    return about;
  }
  const membership = await orUnknown(
    orUndefined(
      http.getJson(
        call(
          ['orgs', owner, 'memberships', viewer.login],
          `read the members of ${owner}`,
        ),
        membershipSchema,
      ),
    ).then(found => (found ? found.role : 'none')),
    signal,
  );
  const organization = await orUnknown(
    http.getJson(call(['orgs', owner], `read ${owner}`), organizationSchema),
    signal,
  );
  return {
    ...about,
    role: membership,
    membersMayCreate:
      organization?.members_can_create_private_repositories ?? undefined,
  };
}

async function orUndefined<T>(promise: Promise<T>): Promise<T | undefined> {
  try {
    return await promise;
  } catch (error) {
    if (error instanceof NotFoundError) {
      return undefined;
    }
    throw error;
  }
}

async function orUnknown<T>(
  promise: Promise<T>,
  signal: AbortSignal | undefined,
): Promise<T | undefined> {
  try {
    return await promise;
  } catch {
    signal?.throwIfAborted();
    return undefined;
  }
}
