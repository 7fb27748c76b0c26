import { setTimeout as sleep } from 'node:timers/promises';
import { createArgocdClient } from '@slipway/plugin-gitops-backend-module-argocd';
import { z } from 'zod';
import { stopScaffolder } from '../templates/startScaffolder';
import { aPlatformRepository } from './world/aPlatformRepository';
import { anArgocdInstance } from './world/argocdInstance';
import { eventually } from './world/eventually';
import { kubectl, sealedSecrets } from './world/realSystems';
import { startActions, type Actions } from './world/startActions';
import { startGitHost, type GitHost } from './world/startGitHost';

const itWith = sealedSecrets.url ? it : it.skip;
const whyNot = sealedSecrets.reason ? ` (${sealedSecrets.reason})` : '';
const name = 'umbrella';
const secret = { DATABASE_PASSWORD: 'pä$$:w0rd' };
/** An app that the template itself brings, and one of `templates/python-gitops-app` that belongs to another team. */
const apps = [
  { app: 'example', team: 'shop', limits: ['64Mi', '128Mi', '256Mi'] },
  { app: 'ledger-api', team: 'finance', limits: ['256Mi', '256Mi', '512Mi'] },
];
const environments = ['dev', 'staging', 'prod'];
const overlays = apps.flatMap(({ app, team, limits }) =>
  environments.map((environment, index) => ({
    app,
    team,
    environment,
    replicas: index + 1,
    memory: limits[index],
  })),
);

const deploymentSchema = z.object({
  spec: z.object({
    replicas: z.number(),
    template: z.object({
      spec: z.object({
        containers: z.array(
          z.object({
            image: z.string(),
            resources: z.object({ limits: z.object({ memory: z.string() }) }),
          }),
        ),
      }),
    }),
  }),
  status: z.object({ readyReplicas: z.number().optional() }),
});

const projectSchema = z.object({
  spec: z.object({
    roles: z.array(z.object({ name: z.string(), groups: z.array(z.string()) })),
  }),
});

jest.setTimeout(240_000);

describe('a platform repository on Argo CD and Kubernetes', () => {
  const client = createArgocdClient(anArgocdInstance());
  let git: GitHost;
  let actions: Actions;

  beforeAll(async () => {
    git = await startGitHost();
    actions = await startActions();
    await git.create(
      name,
      await aPlatformRepository(name, git.url, { environments, secret }),
    );
    // as the template's own steps do
    await actions.run('argocd:project:apply', {
      instance: 'main',
      name,
      component: name,
      sourceRepos: [git.cloneUrl(name)],
      destinations: [{ namespace: 'argocd' }],
    });
    await actions.run('argocd:application:apply', {
      instance: 'main',
      name,
      project: name,
      component: name,
      repoUrl: git.cloneUrl(name),
      path: 'bootstrap',
      targetRevision: 'main',
      namespace: 'argocd',
      syncPolicy: { options: [] },
    });
  });

  afterAll(async () => {
    await kubectl(
      ...['--namespace=argocd', 'delete', 'applications'],
      '--selector=gitops/team',
    );
    await stopScaffolder();
    await actions?.stop();
    await git?.stop();
  });

  const stateOf = async (application: string) => {
    const found = await client.getApplication(application);
    const { sync, health, conditions } = found?.status ?? {};
    return {
      state: `${sync?.status} ${health?.status}`,
      revision: sync?.revision,
      conditions,
    };
  };
  const settle = (application: string, revision?: string) =>
    eventually(async () => {
      expect(await stateOf(application)).toMatchObject({
        state: 'Synced Healthy',
        ...(revision && { revision }),
      });
    });
  const deployment = async (app: string, environment: string) =>
    deploymentSchema.parse(
      JSON.parse(
        await kubectl(
          ...['--namespace', `${app}-${environment}`],
          ...['get', 'deployment', app, '--output=json'],
        ),
      ),
    );
  const lookNow = () =>
    kubectl(
      ...['--namespace=argocd', 'annotate', '--overwrite'],
      ...['applicationset', `${name}-apps`],
      'argocd.argoproj.io/application-set-refresh=true',
    );

  it('has a root application that applies the projects of all teams', async () => {
    await settle(name);

    const managed = await kubectl(
      ...['--namespace=argocd', 'get', 'appprojects', '--output=name'],
    );
    expect(managed.split('\n')).toEqual(
      expect.arrayContaining(
        [
          name,
          ...['shop', 'finance'].flatMap(team =>
            environments.map(environment => `${team}-${environment}`),
          ),
        ].map(project => `appproject.argoproj.io/${project}`),
      ),
    );
  });

  it.each(overlays)(
    'registers $app in $environment by its path',
    async ({ app, team, environment, replicas, memory }) => {
      const application = `${app}-${environment}`;
      await settle(application);

      const found = await client.getApplication(application);
      expect(found?.metadata.labels).toMatchObject({
        'gitops/component': app,
        'gitops/environment': environment,
      });
      expect(found?.spec?.project).toBe(`${team}-${environment}`);
      const { spec, status } = await deployment(app, environment);
      expect({
        wanted: spec.replicas,
        ready: status.readyReplicas,
        memory: spec.template.spec.containers[0].resources.limits.memory,
      }).toEqual({ wanted: replicas, ready: replicas, memory });
    },
  );

  it('lets only the production group deploy to production', async () => {
    const roles = async (project: string) =>
      projectSchema.parse(
        JSON.parse(
          await kubectl(
            ...['--namespace=argocd', 'get', 'appproject', project],
            '--output=json',
          ),
        ),
      ).spec.roles;

    expect(await roles('finance-dev')).toMatchObject([
      { name: 'read-only', groups: ['company/finance'] },
      { name: 'deployer', groups: ['company/finance'] },
    ]);
    expect(await roles('finance-prod')).toMatchObject([
      { name: 'read-only', groups: ['company/finance'] },
      { name: 'deployer', groups: ['release-managers'] },
    ]);
  });

  it('installs Prometheus and Grafana in each environment', async () => {
    for (const environment of environments) {
      await eventually(async () => {
        const { state } = await stateOf(`observability-${environment}`);
        // Prometheus waits for its disk, which nobody gives here.
        expect(state).toMatch(/^Synced /);
      });
    }
  });

  it('rolls out a tag in the environment that got it, and in no other', async () => {
    const file = 'apps/example/k8s/overlays/dev/kustomization.yaml';
    const before = await git.read(name, file);
    const sha = await git.change(
      name,
      new Map([[file, before.replace('newTag: 6.9.2', 'newTag: 6.9.3')]]),
      'release(dev) example 6.9.3',
    );
    await client.refreshApplication('example-dev');

    await settle('example-dev', sha);
    const imageIn = async (environment: string) =>
      (await deployment('example', environment)).spec.template.spec
        .containers[0].image;
    expect(await imageIn('dev')).toBe('ghcr.io/stefanprodan/podinfo:6.9.3');
    expect(await imageIn('prod')).toBe('ghcr.io/stefanprodan/podinfo:6.9.2');
  });

  itWith(
    `opens the sealed secret of a registered app in each environment${whyNot}`,
    async () => {
      for (const environment of environments) {
        const encoded = await eventually(() =>
          kubectl(
            `--namespace=ledger-api-${environment}`,
            ...['get', 'secret', 'ledger-api-secrets'],
            '--output=jsonpath={.data.DATABASE_PASSWORD}',
          ),
        );
        expect(Buffer.from(encoded, 'base64').toString()).toBe(
          secret.DATABASE_PASSWORD,
        );
      }
    },
  );

  itWith(
    `shows that it does not open it under another name${whyNot}`,
    async () => {
      const folder = 'apps/ledger-api/k8s/overlays/dev';
      const sealed = await git.read(name, `${folder}/sealed-secret.yaml`);
      const overlay = await git.read(name, `${folder}/kustomization.yaml`);
      await git.change(
        name,
        new Map([
          [
            `${folder}/renamed.yaml`,
            sealed.replaceAll('ledger-api-secrets', 'renamed'),
          ],
          [
            `${folder}/kustomization.yaml`,
            overlay.replace('- sealed-secret.yaml', '$&\n- renamed.yaml'),
          ],
        ]),
        'feat: rename a secret',
      );
      await client.refreshApplication('ledger-api-dev');

      await eventually(async () => {
        expect((await stateOf('ledger-api-dev')).state).toBe('Synced Degraded');
      });
      const inNamespace = ['--namespace=ledger-api-dev', 'get'];
      expect(
        await kubectl(
          ...[...inNamespace, 'sealedsecret', 'renamed'],
          '--output=jsonpath={.status.conditions[*].message}',
        ),
      ).toMatch(/decrypt/);
      expect(
        await kubectl(...inNamespace, 'secrets', '--output=name'),
      ).not.toContain('renamed');
    },
  );

  it('registers an app that is committed later, and refuses its plain Secret', async () => {
    const folder = 'apps/careless/k8s/overlays/dev';
    await git.change(
      name,
      new Map([
        [
          `${folder}/kustomization.yaml`,
          'namespace: careless-dev\nresources: [secret.yaml]\n',
        ],
        [
          `${folder}/secret.yaml`,
          'apiVersion: v1\nkind: Secret\nmetadata: {name: careless}\nstringData: {password: known-to-all}\n',
        ],
      ]),
      'feat: careless',
    );
    await lookNow();

    await eventually(async () => {
      const found = await client.getApplication('careless-dev');
      expect(found?.status?.operationState?.message).toMatch(
        /Secret is not permitted in project shop-dev/,
      );
    });
    expect(
      await kubectl('get', 'secrets', '--all-namespaces', '--output=name'),
    ).not.toContain('careless');
  });

  it('leaves alone what Git lost', async () => {
    await git.remove(name, 'apps/example');
    await lookNow();
    await eventually(async () => {
      const annotations = await kubectl(
        ...['--namespace=argocd', 'get', 'applicationset', `${name}-apps`],
        '--output=jsonpath={.metadata.annotations}',
      );
      expect(annotations).not.toContain('application-set-refresh');
    });

    // As long as a deletion would take.
    await sleep(3_000);
    expect(await client.getApplication('example-prod')).toBeDefined();
    const { status } = await deployment('example', 'prod');
    expect(status.readyReplicas).toBe(3);
  });

  it('takes its own along when it is removed, and leaves the apps running', async () => {
    const owned = {
      instance: 'main',
      name,
      component: name,
      repoUrl: git.cloneUrl(name),
    };
    await actions.run('argocd:application:delete', owned);
    await actions.run('argocd:project:delete', owned);

    const left = await kubectl(
      ...['--namespace=argocd', 'get', 'applicationsets,appprojects'],
      '--output=name',
    );
    expect(left).not.toMatch(new RegExp(`/(?:${name}|shop-|finance-)`));
    expect(await client.getApplication('observability-dev')).toBeUndefined();
    const { status } = await deployment('example', 'prod');
    expect(status.readyReplicas).toBe(3);
  });
});
