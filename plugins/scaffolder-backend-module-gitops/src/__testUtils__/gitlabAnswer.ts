import {
  canaries,
  type WorldAnswer,
  type WorldRequest,
  type WorldState,
} from './aWorld';

/** A GitLab project as its API describes it. */
export interface StoredRepository {
  readonly id: number;
  readonly path_with_namespace: string;
  readonly web_url: string;
  readonly created_at: string;
}

/** What is in a repository, by its path. */
export interface StoredContents {
  readonly branches: readonly string[];
  readonly paths: readonly string[];
}

export const aRepository = (
  overrides: Partial<StoredRepository> = {},
): StoredRepository => ({
  id: 42,
  path_with_namespace: 'shop/orders',
  web_url: 'https://gitlab.example.com/shop/orders',
  created_at: new Date().toISOString(),
  ...overrides,
});

/** Undefined for what is not meant for it. */
export function gitlabAnswer(
  state: WorldState,
  request: WorldRequest,
): WorldAnswer | undefined {
  const [api, version, kind, key] = request.path;
  if (api !== 'api' || version !== 'v4') {
    return undefined;
  }
  if (request.headers.authorization !== `Bearer ${canaries.gitlabToken}`) {
    return { status: 401, body: { message: '401 Unauthorized' } };
  }
  if (kind === 'namespaces') {
    return state.groups.includes(key)
      ? { body: { id: 7, kind: 'group', full_path: key } }
      : { status: 404, body: { message: '404 Namespace Not Found' } };
  }
  const index = state.repositories.findIndex(
    ({ id, path_with_namespace }) =>
      String(id) === key || path_with_namespace === key,
  );
  if (kind !== 'projects' || index < 0) {
    return { status: 404, body: { message: '404 Project Not Found' } };
  }
  if (request.method === 'DELETE') {
    state.repositories.splice(index, 1);
    return { status: 202, body: { message: '202 Accepted' } };
  }
  const [, area, name] = request.path.slice(3);
  if (area === 'repository') {
    const contents = state.gitlabContents;
    if (name === 'tree') {
      return contents.paths.includes(request.query.get('path') ?? '')
        ? { body: [{ name: 'README.md' }] }
        : { status: 404, body: { message: '404 Tree Not Found' } };
    }
    return contents.branches.includes(request.path[6])
      ? { body: {} }
      : { status: 404, body: { message: '404 Branch Not Found' } };
  }
  return { body: state.repositories[index] };
}
