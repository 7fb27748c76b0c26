const groups = [
  ['team-chat', 'Team Chat'],
  ['team-shop', 'Team Shop'],
  ['team-data', 'Team Data'],
  ['platform', 'Platform'],
] as const;

const systems = [
  ['assistant', 'Assistant', 'team-chat'],
  ['shop', 'Shop', 'team-shop'],
  ['insights', 'Insights', 'team-data'],
] as const;

const userEntity = `apiVersion: backstage.io/v1alpha1
kind: User
metadata:
  name: guest
spec:
  profile:
    displayName: Guest
  memberOf: [team-chat, team-shop, team-data, platform]
`;

/** The repository `demo/catalog`: who and what there is, and where the components describe themselves. */
export function catalogFiles(
  gitlabUrl: string,
  components: readonly string[],
  /** Of components elsewhere. */
  others: readonly string[],
): Readonly<Record<string, string>> {
  const targets = [
    ...components.map(
      name => `${gitlabUrl}/demo/${name}/-/blob/main/catalog-info.yaml`,
    ),
    ...others,
  ].map(url => `  - ${url}`);
  const location = [
    'apiVersion: backstage.io/v1alpha1',
    'kind: Location',
    'metadata:',
    '  name: demo',
    '  description: The components of the sandbox',
    'spec:',
    '  targets:',
    ...targets,
    '',
  ].join('\n');
  return {
    'README.md': '# Catalog\n\nTeams, systems and components of the sandbox.\n',
    'catalog-info.yaml': [
      location,
      ...groups.map(([name, title]) => groupEntity(name, title)),
      userEntity,
      ...systems.map(([name, title, owner]) =>
        systemEntity(name, title, owner),
      ),
    ].join('---\n'),
  };
}

function groupEntity(name: string, title: string): string {
  return `apiVersion: backstage.io/v1alpha1
kind: Group
metadata:
  name: ${name}
spec:
  type: team
  profile:
    displayName: ${title}
  children: []
`;
}

function systemEntity(name: string, title: string, owner: string): string {
  return `apiVersion: backstage.io/v1alpha1
kind: System
metadata:
  name: ${name}
  title: ${title}
spec:
  owner: ${owner}
`;
}
