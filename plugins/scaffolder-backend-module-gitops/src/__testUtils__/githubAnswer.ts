import {
  canaries,
  type WorldAnswer,
  type WorldRequest,
  type WorldState,
} from './aWorld';

/** A GitHub repository as its API describes it, and what is in it. */
export interface StoredGithubRepository {
  readonly full_name: string;
  readonly html_url: string;
  readonly created_at: string;
  readonly default_branch: string;
  readonly permissions: { readonly push: boolean };
  readonly commits: readonly string[];
  readonly branches: readonly string[];
  readonly paths: readonly string[];
}

export const aGithubRepository = (
  overrides: Partial<StoredGithubRepository> = {},
): StoredGithubRepository => ({
  full_name: 'shop/orders',
  html_url: 'https://github.example.com/shop/orders',
  created_at: new Date().toISOString(),
  default_branch: 'main',
  permissions: { push: true },
  commits: [],
  branches: ['main'],
  paths: [],
  ...overrides,
});

/** Who and what is at the other side, besides repositories. */
export interface GithubAccounts {
  scopes?: string;
  viewer?: string;
  readonly owners: Map<string, 'User' | 'Organization'>;
  role?: 'admin' | 'member';
  membersMayCreate: boolean;
}

const notFound: WorldAnswer = { status: 404, body: { message: 'Not Found' } };
const forbidden: WorldAnswer = {
  status: 403,
  body: { message: 'Resource not accessible by integration' },
};

/** Undefined for what is not meant for it. */
export function githubAnswer(
  state: WorldState,
  request: WorldRequest,
): WorldAnswer | undefined {
  const [github, api, version, ...path] = request.path;
  if (github !== 'github' || api !== 'api' || version !== 'v3') {
    return undefined;
  }
  if (request.headers.authorization !== `Bearer ${canaries.githubToken}`) {
    return { status: 401, body: { message: 'Bad credentials' } };
  }
  return path[0] === 'repos'
    ? repositoryAnswer(state, request, path.slice(1))
    : accountAnswer(state.github, path);
}

function accountAnswer(
  { owners, viewer, role, scopes, membersMayCreate }: GithubAccounts,
  [kind, login, what]: readonly string[],
): WorldAnswer {
  const headers = scopes ? { 'X-OAuth-Scopes': scopes } : undefined;
  const type = owners.get(login);
  if (kind === 'user') {
    return viewer ? { body: { login: viewer, type: 'User' } } : forbidden;
  }
  if (!type) {
    return notFound;
  }
  if (what === 'memberships') {
    return role ? { body: { state: 'active', role } } : notFound;
  }
  return {
    headers,
    body: {
      login,
      type,
      members_can_create_private_repositories: membersMayCreate,
    },
  };
}

function repositoryAnswer(
  state: WorldState,
  { method, query }: WorldRequest,
  [owner, name, area, ...rest]: readonly string[],
): WorldAnswer {
  const index = state.githubRepositories.findIndex(
    ({ full_name: path }) => path === `${owner}/${name}`,
  );
  const found = state.githubRepositories[index];
  if (!found) {
    return notFound;
  }
  const { commits, branches, paths, ...body } = found;
  if (method === 'DELETE') {
    state.githubRepositories.splice(index, 1);
    return { status: 204 };
  }
  const known = {
    contents: () =>
      query.get('ref') === found.default_branch &&
      paths.includes(rest.join('/')),
    git: () =>
      rest[0] === 'commits'
        ? commits.includes(rest[1])
        : branches.includes(rest.slice(2).join('/')),
  };
  switch (area) {
    case undefined:
      return { body };
    case 'contents':
    case 'git':
      return known[area]() ? { body: [] } : notFound;
    default:
      return notFound;
  }
}
