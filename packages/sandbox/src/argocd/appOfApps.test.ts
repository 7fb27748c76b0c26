import { fileWrites } from '../git';
import { startTestWorld, type TestWorld } from './testWorld';

let world: TestWorld;
beforeEach(async () => {
  world = await startTestWorld();
  await world.git.createRepository('demo/platform');
});
afterEach(async () => {
  await world.stop();
});

const repoURL = 'http://127.0.0.1:1/demo/platform.git';

async function push(
  files: Readonly<Record<string, string>>,
  removed: readonly string[] = [],
) {
  return world.git.commitFiles(
    'demo/platform',
    'main',
    [
      ...fileWrites(files),
      ...removed.map(path => ({ action: 'delete' as const, path })),
    ],
    { message: 'change' },
  );
}

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

const configMap = (name: string) =>
  `apiVersion: v1\nkind: ConfigMap\nmetadata: {name: ${name}}\n`;

async function addRoot(
  files: Readonly<Record<string, string>>,
  automated: object = { prune: true, selfHeal: true },
) {
  await push(files);
  await world.call('POST', '/applications', {
    metadata: {
      name: 'root',
      finalizers: ['resources-finalizer.argocd.argoproj.io'],
    },
    spec: {
      project: 'default',
      source: { repoURL, path: 'root', targetRevision: 'main' },
      destination: {
        server: 'https://kubernetes.default.svc',
        namespace: 'argocd',
      },
      syncPolicy: { automated },
    },
  });
  await world.step(10);
}

async function applications(): Promise<Record<string, string>> {
  const { body } = await world.call('GET', '/applications');
  return Object.fromEntries(
    (body.items ?? []).map(
      (item: {
        metadata: { name: string };
        status: { sync: { status: string }; health: { status: string } };
      }) => [
        item.metadata.name,
        `${item.status.sync.status} ${item.status.health.status}`,
      ],
    ),
  );
}

const inCluster = (namespace: string, name: string) =>
  world.cluster.find({
    apiVersion: 'v1',
    kind: 'ConfigMap',
    metadata: { namespace, name },
  });

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
    expect((await world.call('GET', '/projects/apps')).body.spec).toMatchObject(
      { sourceRepos: [repoURL] },
    );
    const tree = await world.call('GET', '/applications/root/resource-tree');
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
    await world.step(12);
    expect(inCluster('one', 'b')).toBeDefined();
    expect(inCluster('one', 'a')).toBeUndefined();

    await push({}, ['root/one.yaml']);
    await world.step(8);
    expect(await applications()).toEqual({ root: 'Synced Healthy' });
    expect(inCluster('one', 'b')).toBeUndefined();
  });

  it('repairs a child that was changed or deleted by hand', async () => {
    await addRoot({
      'root/project.yaml': project('*'),
      'root/one.yaml': child('one'),
      'apps/one/a.yaml': configMap('a'),
    });
    const { body } = await world.call('GET', '/applications/one');
    await world.call('PUT', '/applications/one/spec', {
      ...body.spec,
      syncPolicy: {},
    });
    await world.step(1);
    expect((await applications()).root).toBe('OutOfSync Healthy');
    await world.step(12);
    expect(
      (await world.call('GET', '/applications/one')).body.spec.syncPolicy
        .automated,
    ).toEqual({ prune: true, selfHeal: true });

    await world.call('DELETE', '/applications/one?cascade=true');
    await world.step(20);
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
    await world.call('DELETE', '/applications/root?cascade=true');
    await world.step(4);
    expect(await applications()).toEqual({});
    expect(inCluster('one', 'a')).toBeUndefined();
    expect((await world.call('GET', '/projects/apps')).status).toBe(200);
  });

  it('shows what a project forbids at the child, and goes on when it is allowed', async () => {
    await addRoot({
      'root/project.yaml': project('elsewhere'),
      'root/one.yaml': child('one'),
      'apps/one/a.yaml': configMap('a'),
    });
    expect(
      (await world.call('GET', '/applications/one')).body.status.conditions,
    ).toMatchObject([
      {
        type: 'InvalidSpecError',
        message: expect.stringContaining('do not match any of the allowed'),
      },
    ]);
    await push({ 'root/project.yaml': project('one') });
    await world.step(10);
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
    const { body } = await world.call('GET', '/applications/one');
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
    const { body } = await world.call('GET', '/applications/root');
    expect(body.status.operationState.message).toContain(
      'Application.argoproj.io "one" is invalid: spec.source.path',
    );
  });
});

describe('an ApplicationSet', () => {
  const set = (
    syncPolicy = '{}',
    name = '{{ .values.app }}-{{ .path.basename }}',
  ) => `
apiVersion: argoproj.io/v1alpha1
kind: ApplicationSet
metadata: {name: apps}
spec:
  goTemplate: true
  goTemplateOptions: [missingkey=error]
  syncPolicy: ${syncPolicy}
  generators:
  - git:
      repoURL: ${repoURL}
      revision: main
      requeueAfterSeconds: 60
      directories:
      - path: apps/*/overlays/*
      - path: apps/*/overlays/local
        exclude: true
      values:
        app: '{{ index .path.segments 1 }}'
        team: '{{ get (dict "two" "blue") (index .path.segments 1) | default "red" }}'
  template:
    metadata:
      name: '${name}'
      labels: {gitops/component: '{{ .values.app }}', team: '{{ .values.team }}'}
    spec:
      project: default
      source: {repoURL: ${repoURL}, targetRevision: main, path: '{{ .path.path }}'}
      destination: {server: https://kubernetes.default.svc, namespace: '{{ .values.app }}-{{ .path.basename }}'}
      syncPolicy: {automated: {prune: true, selfHeal: true}, syncOptions: [CreateNamespace=true]}
`;
  const guarded =
    '{applicationsSync: create-update, preserveResourcesOnDeletion: true}';
  const apps = {
    'apps/one/overlays/dev/a.yaml': configMap('a'),
    'apps/one/overlays/local/a.yaml': configMap('a'),
    'apps/two/overlays/prod/a.yaml': configMap('a'),
    'apps/two/base/a.yaml': configMap('a'),
  };
  async function condition(type: string) {
    const { body } = await world.call('GET', '/applicationsets/apps');
    return body.status.conditions.find(
      (item: { type: string }) => item.type === type,
    );
  }

  it('makes an application for each folder, and another one as soon as it is pushed', async () => {
    await addRoot({ 'root/apps.yaml': set(), ...apps });
    expect(await applications()).toEqual({
      root: 'Synced Healthy',
      'one-dev': 'Synced Healthy',
      'two-prod': 'Synced Healthy',
    });
    expect(
      (await world.call('GET', '/applications/two-prod')).body.metadata,
    ).toMatchObject({
      labels: { 'gitops/component': 'two', team: 'blue' },
      finalizers: ['resources-finalizer.argocd.argoproj.io'],
    });
    await push({ 'apps/three/overlays/dev/a.yaml': configMap('a') });
    await world.argocd.controller.settle();
    expect(Object.keys(await applications())).toContain('three-dev');
    await world.step(5);
    expect(inCluster('three-dev', 'a')).toBeDefined();
    const tree = await world.call('GET', '/applications/root/resource-tree');
    expect(
      tree.body.nodes
        .filter((node: { kind: string }) => node.kind === 'Application')
        .map((node: { parentRefs: readonly { name: string }[] }) =>
          node.parentRefs.map(({ name }) => name).join(),
        ),
    ).toEqual(['apps', 'apps', 'apps']);
  });

  it('removes an application with its folder', async () => {
    await addRoot({ 'root/apps.yaml': set(), ...apps });
    await push({}, ['apps/two/overlays/prod/a.yaml']);
    await world.step(4);
    expect(Object.keys(await applications())).toEqual(['one-dev', 'root']);
    expect(inCluster('two-prod', 'a')).toBeUndefined();
  });

  it('removes nothing when it is told to create and update only', async () => {
    await addRoot({ 'root/apps.yaml': set(guarded), ...apps });
    expect(
      (await world.call('GET', '/applications/two-prod')).body.metadata,
    ).not.toHaveProperty('finalizers');
    await push({}, ['apps/two/overlays/prod/a.yaml']);
    await world.step(4);
    expect(Object.keys(await applications())).toContain('two-prod');

    await push({}, ['root/apps.yaml']);
    await push({ 'root/b.yaml': configMap('b') });
    await world.step(8);
    expect(await applications()).toEqual({ root: 'Synced Healthy' });
    expect(inCluster('one-dev', 'a')).toBeDefined();
  });

  it.each([
    [
      'a variable that is not there',
      set(guarded, '{{ .values.nope }}'),
      'map has no entry for key "nope"',
    ],
    [
      'two applications of one name',
      set(guarded, 'same'),
      'ApplicationSet apps contains applications with duplicate name: same',
    ],
    [
      'a project that is not there',
      set(guarded).replace('project: default', 'project: none'),
      'application "one-dev" references project none which does not exist',
    ],
    [
      'a repository of somebody else',
      set(guarded).replace(repoURL, 'https://example.com/a.git'),
      'the sandbox knows only the repositories of',
    ],
    [
      'a generator that the sandbox does not know',
      set(guarded).replace(
        / {2}- git:[^]*? {2}template:/,
        '  - clusters: {}\n  template:',
      ),
      'the sandbox does not know the clusters generator',
    ],
  ])(
    'says that it cannot for %s, and breaks nothing',
    async (_, text, message) => {
      await addRoot({ 'root/apps.yaml': set(guarded), ...apps });
      await push({ 'root/apps.yaml': text });
      await world.step(6);
      expect((await condition('ErrorOccurred')).status).toBe('True');
      expect((await condition('ErrorOccurred')).message).toContain(message);
      expect(await applications()).toMatchObject({
        root: 'Synced Degraded',
        'one-dev': expect.stringContaining('Synced'),
      });
    },
  );

  it('tells in advance what it would generate', async () => {
    await push(apps);
    const { body } = await world.call('POST', '/applicationsets/generate', {
      applicationSet: {
        metadata: { name: 'list' },
        spec: {
          generators: [{ list: { elements: [{ env: 'a' }, { env: 'b' }] } }],
          template: {
            metadata: { name: 'x-{{env}}' },
            spec: {
              project: 'default',
              source: { repoURL, path: 'apps/{{env}}' },
              destination: { name: 'in-cluster', namespace: '{{other}}' },
            },
          },
        },
      },
    });
    expect(body.applications).toMatchObject([
      {
        metadata: { name: 'x-a' },
        spec: {
          source: { path: 'apps/a' },
          destination: { namespace: '{{other}}' },
        },
      },
      { metadata: { name: 'x-b' } },
    ]);
  });
});
