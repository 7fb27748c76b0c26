import { configMap, repoURL, useAppOfApps } from './useAppOfApps';

const its = useAppOfApps();
const { addRoot, applications, inCluster, push } = its;
const root = 'root';

const child = (name: string, more = '') => `
apiVersion: argoproj.io/v1alpha1
kind: Application
metadata:
  name: ${name}
  labels: {gitops/component: ${name}}
  finalizers: [resources-finalizer.argocd.argoproj.io]
spec:
  project: apps
  source: {repoURL: ${repoURL}, path: apps/${name}, targetRevision: main}
  destination: {server: https://kubernetes.default.svc, namespace: ${name}}
  syncPolicy: {automated: {prune: true, selfHeal: true}, syncOptions: [CreateNamespace=true]}
${more}`;

const project = (destinations: string) => `
apiVersion: argoproj.io/v1alpha1
kind: AppProject
metadata: {name: apps, annotations: {argocd.argoproj.io/sync-wave: '-1'}}
spec:
  sourceRepos: [${repoURL}]
  destinations: [{server: '*', namespace: '${destinations}'}]
`;

describe('an application of applications', () => {
  it('makes projects and applications that sync themselves', async () => {
    await addRoot({
      'root/project.yaml': project('*'),
      'root/one.yaml': child('one'),
      'apps/one/a.yaml': configMap('a'),
    });
    expect(await applications()).toEqual({
      root: 'Synced Healthy',
      one: 'Synced Healthy',
    });
    expect(inCluster('one', 'a')).toBeDefined();
    expect(
      (await its.world.call('GET', '/projects/apps')).body.spec,
    ).toMatchObject({ sourceRepos: [repoURL] });
    const tree = await its.world.call(
      'GET',
      `/applications/${root}/resource-tree`,
    );
    expect(
      tree.body.nodes.map((node: { kind: string }) => node.kind).sort(),
    ).toEqual(['AppProject', 'Application']);
  });

  it('follows Git: changes its children, and prunes them with what they deployed', async () => {
    await addRoot({
      'root/project.yaml': project('*'),
      'root/one.yaml': child('one'),
      'apps/one/a.yaml': configMap('a'),
      'apps/other/b.yaml': configMap('b'),
    });
    await push({
      'root/one.yaml': child('one').replace('apps/one', 'apps/other'),
    });
    await its.world.step(12);
    expect(inCluster('one', 'b')).toBeDefined();
    expect(inCluster('one', 'a')).toBeUndefined();

    await push({}, ['root/one.yaml']);
    await its.world.step(8);
    expect(await applications()).toEqual({ root: 'Synced Healthy' });
    expect(inCluster('one', 'b')).toBeUndefined();
  });

  it('repairs a child that was changed or deleted by hand', async () => {
    await addRoot({
      'root/project.yaml': project('*'),
      'root/one.yaml': child('one'),
      'apps/one/a.yaml': configMap('a'),
    });
    const { body } = await its.world.call('GET', '/applications/one');
    await its.world.call('PUT', '/applications/one/spec', {
      ...body.spec,
      syncPolicy: {},
    });
    await its.world.step(1);
    expect((await applications()).root).toBe('OutOfSync Healthy');
    await its.world.step(12);
    expect(
      (await its.world.call('GET', '/applications/one')).body.spec.syncPolicy
        .automated,
    ).toEqual({ prune: true, selfHeal: true });

    await its.world.call('DELETE', '/applications/one?cascade=true');
    await its.world.step(20);
    expect(await applications()).toEqual({
      root: 'Synced Healthy',
      one: 'Synced Healthy',
    });
  });

  it('takes its children along when it is deleted, but not what says it stays', async () => {
    await addRoot({
      'root/project.yaml': project('*').replace(
        "sync-wave: '-1'",
        "sync-options: 'Prune=false,Delete=false'",
      ),
      'root/one.yaml': child('one'),
      'apps/one/a.yaml': configMap('a'),
    });
    await its.world.call('DELETE', '/applications/root?cascade=true');
    await its.world.step(4);
    expect(await applications()).toEqual({});
    expect(inCluster('one', 'a')).toBeUndefined();
    expect((await its.world.call('GET', '/projects/apps')).status).toBe(200);
  });

  it('shows what a project forbids at the child, and goes on when it is allowed', async () => {
    await addRoot({
      'root/project.yaml': project('elsewhere'),
      'root/one.yaml': child('one'),
      'apps/one/a.yaml': configMap('a'),
    });
    expect(
      (await its.world.call('GET', '/applications/one')).body.status.conditions,
    ).toMatchObject([
      {
        type: 'InvalidSpecError',
        message: expect.stringContaining('do not match any of the allowed'),
      },
    ]);
    await push({ 'root/project.yaml': project('one') });
    await its.world.step(10);
    expect((await applications()).one).toBe('Synced Healthy');
  });

  it('says that a chart of a chart repository cannot be fetched here', async () => {
    const remote = child('one')
      .replace('path: apps/one', 'chart: nginx')
      .replace('targetRevision: main', 'targetRevision: 1.2.3');
    await addRoot({
      'root/project.yaml': project('*'),
      'root/one.yaml': remote,
    });
    const { body } = await its.world.call('GET', '/applications/one');
    expect(body.status).toMatchObject({
      sync: { status: 'Unknown' },
      conditions: [
        {
          type: 'ComparisonError',
          message: expect.stringContaining(
            'the sandbox cannot fetch charts from chart repositories: nginx 1.2.3',
          ),
        },
      ],
    });
  });

  it('refuses an application that is none', async () => {
    await addRoot({
      'root/project.yaml': project('*'),
      'root/one.yaml': child('one').replace('path: apps/one', 'path: 7'),
    });
    const { body } = await its.world.call('GET', '/applications/root');
    expect(body.status.operationState.message).toContain(
      'Application.argoproj.io "one" is invalid: spec.source.path',
    );
  });
});
