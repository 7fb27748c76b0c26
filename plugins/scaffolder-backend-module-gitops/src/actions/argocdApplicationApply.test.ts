import { startWorld, type World } from '../__testUtils__/aWorld';
import {
  actionOf,
  cleanWorkspaces,
  inputOf,
  runAction,
} from '../__testUtils__/runAction';
import { createArgocdApplicationApplyAction } from './argocdApplicationApply';
import { examples } from './argocdApplicationApply.examples';

const input = inputOf(examples[0]);

describe('argocd:application:apply', () => {
  let world: World;
  const action = () =>
    createArgocdApplicationApplyAction({
      instances: world.instances,
      environmentLabel: 'gitops/environment',
    });
  beforeEach(async () => {
    world = await startWorld();
  });
  afterEach(async () => {
    await world.close();
    cleanWorkspaces();
  });

  it.each(examples)('runs the example “$description”', async example => {
    expect(actionOf(example)).toBe(action().id);
    const { error, outputs } = await runAction(action(), inputOf(example));
    expect(error).toBeUndefined();
    expect(outputs.url).toBe(
      `https://argocd.example.com/applications/argocd/${outputs.name}`,
    );
    expect(world.state.applications.has(String(outputs.name))).toBe(true);
  });

  it('makes an application that syncs by itself and cleans up after itself', async () => {
    await runAction(action(), input);
    expect(world.state.applications.get('orders-dev')).toEqual({
      metadata: {
        name: 'orders-dev',
        namespace: 'argocd',
        labels: { 'gitops/component': 'orders', 'gitops/environment': 'dev' },
        finalizers: ['resources-finalizer.argocd.argoproj.io'],
      },
      spec: {
        project: 'orders',
        source: {
          repoURL: 'https://gitlab.example.com/shop/orders.git',
          path: 'k8s/overlays/dev',
          targetRevision: 'main',
        },
        destination: {
          server: 'https://kubernetes.default.svc',
          namespace: 'orders-dev',
        },
        syncPolicy: {
          automated: { prune: true, selfHeal: true },
          retry: { limit: 5, refresh: true },
          syncOptions: ['CreateNamespace=true'],
        },
      },
    });
  });

  it('can leave the sync to people, use values files and go to another cluster', async () => {
    await runAction(action(), inputOf(examples[1]));
    expect(world.state.applications.get('orders-prod')?.spec).toMatchObject({
      source: {
        targetRevision: 'HEAD',
        helm: { releaseName: 'orders', valueFiles: ['values-prod.yaml'] },
      },
      destination: { name: 'production', namespace: 'orders-prod' },
      syncPolicy: {},
    });
  });

  it.each([
    ['nothing', {}, undefined],
    ['no files', { valueFiles: [] }, undefined],
    ['only a name', { releaseName: 'shop' }, { releaseName: 'shop' }],
    [
      'only files',
      { valueFiles: ['values-stage.yaml'] },
      { valueFiles: ['values-stage.yaml'] },
    ],
  ])('says no more of Helm than it was told: %s', async (_, helm, expected) => {
    await runAction(action(), { ...input, helm });
    const spec = world.state.applications.get('orders-dev')?.spec;
    expect(spec).toHaveProperty('source.path', 'k8s/overlays/dev');
    expect(Reflect.get(Object(spec?.source), 'helm')).toEqual(expected);
  });

  it('says how often a failed sync is tried again, when asked', async () => {
    const retry = { limit: -1 };
    await runAction(action(), { ...input, syncPolicy: { retry } });
    expect(
      world.state.applications.get('orders-dev')?.spec?.syncPolicy,
    ).toEqual({
      automated: { prune: true, selfHeal: true },
      syncOptions: ['CreateNamespace=true'],
      retry,
    });
  });

  it('can run again, and updates what is its own', async () => {
    await runAction(action(), input);
    const second = await runAction(action(), { ...input, path: 'elsewhere' });
    expect(second.error).toBeUndefined();
    expect(world.state.applications.get('orders-dev')?.spec).toMatchObject({
      source: { path: 'elsewhere' },
    });
  });

  it.each([
    ['billing', 'shop/orders', /belongs to the component “billing”/],
    [undefined, 'shop/orders', /does not say whose it is/],
    ['orders', 'other/orders', /for another repository/],
  ])(
    'leaves an application of %s from %s alone, in whatever project',
    async (component, path, reason) => {
      world.state.applications.set('orders-dev', {
        metadata: {
          name: 'orders-dev',
          labels: component ? { 'gitops/component': component } : null,
        },
        spec: {
          project: 'another',
          sources: [{ repoURL: `https://gitlab.example.com/${path}.git` }],
        },
      });
      const { error } = await runAction(action(), input);
      expect(error?.name).toBe('ConflictError');
      expect(error?.message).toMatch(reason);
      expect(world.writes()).toEqual([]);
    },
  );

  it('says what Argo CD finds wrong', async () => {
    const message =
      'application spec for orders-dev is invalid: InvalidSpecError: Unable to generate manifests in k8s/overlays/dev: rpc error: code = Unknown desc = k8s/overlays/dev: app path does not exist';
    world.state.intercept = ({ method }) =>
      method === 'POST'
        ? { status: 400, body: { error: message, code: 3, message } }
        : undefined;
    const { error } = await runAction(action(), input);
    expect(error?.message).toMatch(/app path does not exist/);
    expect(error?.message).toMatch(/Argo CD “main”/);
  });

  it('does not let Argo CD check what it cannot reach yet, when asked', async () => {
    await runAction(action(), { ...input, validate: false });
    expect(world.writes()).toEqual([
      'POST /argocd/api/v1/applications?upsert=false&validate=false',
    ]);
  });

  it('changes nothing in a dry run', async () => {
    const { outputs } = await runAction(action(), input, { isDryRun: true });
    expect(world.requests).toEqual([]);
    expect(outputs).toEqual({
      name: 'orders-dev',
      url: 'https://argocd.example.com/applications/orders-dev',
    });
  });
});
