/** Who would create a repository, as far as GitHub tells. */
export interface RepositoryCreator {
  readonly host: string;
  readonly owner: string;
  /** Of the owner, `User` or `Organization`; absent when there is no such owner. */
  readonly type?: string;
  /** User of the token; absent for a GitHub App. */
  readonly viewer?: string;
  /** Of the user in the organization: `admin`, `member`, or `none`. */
  readonly role?: string;
  /** Whether the organization lets its members create private repositories. */
  readonly membersMayCreate?: boolean;
  /** Of a classic token. */
  readonly scopes?: readonly string[];
}

/** A repository with workflows in it is pushed. */
const neededScopes = ['repo', 'workflow'];

/** Why a repository cannot be created for its owner, with what to do, or undefined when nothing speaks against it. */
export function whyNotCreate(creator: RepositoryCreator): string | undefined {
  const { host, owner, type, viewer, role, membersMayCreate } = creator;
  if (!type) {
    return `GitHub ${host} has no user or organization “${owner}”, or the configured token may not see it. Choose another owner, or another token`;
  }
  const scopes = whyNotPush(creator);
  if (scopes) {
    return scopes;
  }
  if (!viewer) {
    return undefined;
  }
  if (type === 'User' && viewer.toLowerCase() !== owner.toLowerCase()) {
    return `The token under integrations.github for ${host} belongs to ${viewer}, who cannot create repositories for the user ${owner}. Choose an organization, or a token of ${owner}`;
  }
  if (role === 'none') {
    return `${viewer}, whose token is configured for ${host}, is not a member of the organization ${owner}. Make them one, or choose another owner`;
  }
  return role === 'member' && membersMayCreate === false
    ? `The organization ${owner} does not let its members create private repositories, and ${viewer}, whose token is configured for ${host}, is not an owner. Change one of the two`
    : undefined;
}

/** Why the token cannot push what a repository needs, or undefined when nothing speaks against it. */
export function whyNotPush({
  host,
  scopes,
}: RepositoryCreator): string | undefined {
  const missing = scopes?.length
    ? neededScopes.filter(scope => !scopes.includes(scope))
    : [];
  return missing.length > 0
    ? `The classic token under integrations.github for ${host} lacks the scope ${missing.join(' and ')}. Add it`
    : undefined;
}
