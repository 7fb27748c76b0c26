/** Somebody, or an organisation, by the name in URLs. */
export interface Account {
  readonly id: number;
  readonly login: string;
  readonly name: string;
  readonly type: 'User' | 'Organization';
}

export interface Team {
  readonly id: number;
  readonly slug: string;
  readonly name: string;
}

/** Whose the token is: who creates, merges and approves. */
export const TOKEN_USER = 'sandbox';

const accounts: readonly Account[] = [
  { id: 1, login: TOKEN_USER, name: 'Sandbox', type: 'User' },
  { id: 2, login: 'demo', name: 'Demo', type: 'Organization' },
  { id: 3, login: 'guest', name: 'Guest', type: 'User' },
  { id: 4, login: 'ada', name: 'Ada Example', type: 'User' },
  { id: 5, login: 'ben', name: 'Ben Example', type: 'User' },
  { id: 6, login: 'cleo', name: 'Cleo Example', type: 'User' },
];

/** The groups of the sandbox's catalog. */
const teams: readonly Team[] = [
  { id: 1, slug: 'team-chat', name: 'Team Chat' },
  { id: 2, slug: 'team-shop', name: 'Team Shop' },
  { id: 3, slug: 'team-data', name: 'Team Data' },
  { id: 4, slug: 'platform', name: 'Platform' },
];

export function findAccount(login: string): Account | undefined {
  return accounts.find(one => one.login === login.toLowerCase());
}

export function findTeam(org: string, slug: string): Team | undefined {
  return findAccount(org)?.type === 'Organization'
    ? teams.find(team => team.slug === slug.toLowerCase())
    : undefined;
}

export function findReviewer(
  type: 'User' | 'Team',
  id: number,
): Account | Team | undefined {
  return type === 'Team'
    ? teams.find(team => team.id === id)
    : accounts.find(one => one.id === id && one.type === 'User');
}
