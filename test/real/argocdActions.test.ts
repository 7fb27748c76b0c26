import { setTimeout as sleep } from 'node:timers/promises';
import { createArgocdClient } from '@slipway/plugin-gitops-backend-module-argocd';
import { anArgocdInstance } from './world/argocdInstance';
import { startActions, type Actions } from './world/startActions';
import { startGitHost, type GitHost } from './world/startGitHost';

const config = `apiVersion: v1
kind: ConfigMap
metadata: { name: config }
`;

jest.setTimeout(120_000);

describe('scaffolder actions on Argo CD', () => {
  const client = createArgocdClient(anArgocdInstance());
  let git: GitHost;
  let actions: Actions;

  beforeAll(async () => {
    git = await startGitHost();
    await git.create(
      'orders',
      new Map([['k8s/overlays/dev/config.yaml', config]]),
    );
    actions = await startActions();
  });

  afterAll(async () => {
    await actions?.stop();
    await git?.stop();
  });

  const project = (over: object = {}) => ({
    instance: 'main',
    name: 'orders',
    sourceRepos: [git.cloneUrl('orders')],
    destinations: [{ namespace: 'orders-*' }],
    ...over,
  });
  const application = (over: object = {}) => ({
    instance: 'main',
    name: 'orders-dev',
    project: 'orders',
    component: 'orders',
    environment: 'dev',
    repoUrl: git.cloneUrl('orders'),
    path: 'k8s/overlays/dev',
    targetRevision: 'main',
    namespace: 'orders-dev',
    ...over,
  });
  const projectVersion = async () =>
    (await client.getProject('orders'))?.metadata.resourceVersion;
  const until = async (holds: () => Promise<boolean>) => {
    const end = Date.now() + 30_000;
    while (!(await holds())) {
      if (Date.now() > end)
        throw new Error('it did not become true within 30 s');
      await sleep(250);
    }
  };

  it('creates a project, and changes nothing when it runs again', async () => {
    const first = await actions.run('argocd:project:apply', project());
    expect(first).toMatchObject({
      name: 'orders',
      url: expect.stringMatching(/^http.*orders$/),
    });
    const version = await projectVersion();
    expect(version).toBeDefined();
    expect(await actions.run('argocd:project:apply', project())).toEqual(first);
    expect(await projectVersion()).toBe(version);
  });

  it('updates its own project', async () => {
    const destinations = [{ namespace: 'orders-*' }, { namespace: 'orders' }];
    await actions.run('argocd:project:apply', project({ destinations }));
    expect(
      (await client.getProject('orders'))?.spec?.destinations,
    ).toMatchObject(destinations);
  });

  it('creates an application that syncs by itself, and changes nothing when it runs again', async () => {
    const first = await actions.run('argocd:application:apply', application());
    expect(first).toMatchObject({ name: 'orders-dev' });
    expect(
      await actions.run('argocd:application:apply', application()),
    ).toEqual(first);
    const read = () =>
      client.getApplication('orders-dev', { project: 'orders' });
    expect(await read()).toMatchObject({
      metadata: {
        labels: { 'gitops/component': 'orders', 'gitops/environment': 'dev' },
        finalizers: ['resources-finalizer.argocd.argoproj.io'],
      },
      spec: { project: 'orders', destination: { namespace: 'orders-dev' } },
    });
    await until(async () => (await read())?.status?.sync?.status === 'Synced');
  });

  it('updates its own application', async () => {
    const labels = { team: 'shop' };
    await actions.run('argocd:application:apply', application({ labels }));
    const found = await client.getApplication('orders-dev');
    expect(found?.metadata.labels).toMatchObject(labels);
  });

  it.each([
    [
      'of another component',
      { component: 'billing' },
      /belongs to the component “orders”/,
    ],
    ['for another repository', { name: 'orders' }, /for another repository/],
  ])('leaves a project %s alone', async (_, over, message) => {
    const sourceRepos = ['https://elsewhere.example/billing.git'];
    const version = await projectVersion();
    await expect(
      actions.run('argocd:project:apply', project({ sourceRepos, ...over })),
    ).rejects.toThrow(message);
    expect(await projectVersion()).toBe(version);
  });

  it('leaves an application alone that somebody made by hand, also in another project', async () => {
    await client.applyApplication({
      metadata: { name: 'orders-staging' },
      spec: {
        project: 'default',
        source: {
          repoURL: git.cloneUrl('orders'),
          path: 'k8s/overlays/dev',
          targetRevision: 'main',
        },
        destination: {
          server: 'https://kubernetes.default.svc',
          namespace: 'other',
        },
      },
    });
    const input = application({ name: 'orders-staging' });
    await expect(
      actions.run('argocd:application:apply', input),
    ).rejects.toMatchObject({
      name: 'ConflictError',
      message: expect.stringContaining('does not say whose it is'),
    });
    await expect(
      actions.run('argocd:application:delete', {
        instance: 'main',
        name: 'orders-staging',
        component: 'orders',
      }),
    ).rejects.toMatchObject({ name: 'ConflictError' });
    const found = await client.getApplication('orders-staging');
    expect(found?.spec?.project).toBe('default');
    await client.deleteApplication('orders-staging', { project: 'default' });
  });

  it('says what is wrong with a path that does not exist, and creates nothing', async () => {
    const input = application({
      name: 'orders-prod',
      path: 'k8s/overlays/none',
    });
    await expect(
      actions.run('argocd:application:apply', input),
    ).rejects.toThrow(/app path does not exist/);
    expect(await client.getApplication('orders-prod')).toBeUndefined();
  });

  it('does not delete a project that applications belong to', async () => {
    await expect(
      actions.run('argocd:project:delete', {
        instance: 'main',
        name: 'orders',
        component: 'orders',
      }),
    ).rejects.toThrow(/orders/);
    expect(await projectVersion()).toBeDefined();
  });

  it.each([
    ['argocd:application:delete', 'orders-dev'],
    ['argocd:project:delete', 'orders'],
  ])(
    '%s deletes, and is content when there is nothing left',
    async (action, name) => {
      const input = { instance: 'main', name, component: 'orders' };
      expect(await actions.run(action, input)).toMatchObject({ deleted: true });
      expect(await actions.run(action, input)).toMatchObject({
        deleted: false,
      });
    },
  );
});
