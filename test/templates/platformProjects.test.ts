import { aPlatformInput, type PlatformValues } from './aPlatformInput';
import { projectsOf } from './projectsOf';
import { renderTemplate } from './renderTemplate';
import { stopScaffolder } from './startScaffolder';
import { yamlFile } from './yamlFiles';

// A busy machine renders slowly.
jest.setTimeout(60_000);

afterAll(stopScaffolder);

const render = (over?: Partial<PlatformValues>) =>
  renderTemplate(aPlatformInput(over), 'gitops-platform');

describe('a project of a team', () => {
  it('lets the team deploy, but to production only the group for it', async () => {
    const deployers = projectsOf(await render(), 'finance').map(
      ({ metadata, spec }) => [
        metadata.name,
        Object.fromEntries(spec.roles.map(role => [role.name, role.groups])),
      ],
    );
    const team = ['company/finance'];

    expect(Object.fromEntries(deployers)).toEqual({
      'finance-dev': { 'read-only': team, deployer: team },
      'finance-staging': { 'read-only': team, deployer: team },
      'finance-prod': { 'read-only': team, deployer: ['release-managers'] },
    });
  });

  it('gives readers nothing but reading, and each role its own project only', async () => {
    for (const { metadata, spec } of projectsOf(await render(), 'shop')) {
      for (const { name, policies } of spec.roles) {
        const rights = policies.map(policy => policy.split(', '));
        expect(
          rights.map(([, subject, , , object, effect]) =>
            [subject, object, effect].join(' '),
          ),
        ).toEqual(
          rights.map(
            () => `proj:${metadata.name}:${name} ${metadata.name}/* allow`,
          ),
        );
      }
      const [reader] = spec.roles;
      expect(reader?.name).toBe('read-only');
      expect(
        new Set(reader?.policies.map(policy => policy.split(', ')[3])),
      ).toEqual(new Set(['get']));
    }
  });

  it('stays in the namespaces of its environment, without plain Secrets', async () => {
    for (const { metadata, spec } of projectsOf(await render(), 'shop')) {
      const environment = metadata.name.replace('shop-', '');
      expect(spec.destinations.map(({ namespace }) => namespace)).toEqual([
        `*-${environment}`,
        `!observability-${environment}`,
      ]);
      expect(spec.clusterResourceWhitelist).toEqual([{ kind: 'Namespace' }]);
      expect(spec.namespaceResourceBlacklist.map(({ kind }) => kind)).toContain(
        'Secret',
      );
    }
  });

  it('has a window in production alone, when one was asked for', async () => {
    const windows = async (productionWindow: string) =>
      projectsOf(await render({ productionWindow }), 'shop')
        .filter(({ spec }) => spec.syncWindows)
        .map(({ metadata }) => metadata.name);

    expect(await windows('always')).toEqual([]);
    expect(await windows('officeHours')).toEqual(['shop-prod']);
  });

  it('knows both groups of a team that was named twice', async () => {
    const files = await render({
      teams: [
        { name: 'shop', group: 'shop' },
        { name: 'shop', group: 'shop-eu' },
      ],
    });

    expect(projectsOf(files, 'shop')[0]?.spec.roles[0]?.groups).toEqual([
      'shop',
      'shop-eu',
    ]);
    expect(yamlFile(files, 'projects/kustomization.yaml')).toMatchObject({
      resources: ['services.yaml', 'shop.yaml'],
    });
  });
});
