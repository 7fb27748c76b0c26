import { configMap, repoURL, useAppOfApps } from './useAppOfApps';

const its = useAppOfApps();
const { addRoot, applications, inCluster, push } = its;
const root = 'root';
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
    const { body } = await its.world.call('GET', '/applicationsets/apps');
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
      (await its.world.call('GET', '/applications/two-prod')).body.metadata,
    ).toMatchObject({
      labels: { 'gitops/component': 'two', team: 'blue' },
      finalizers: ['resources-finalizer.argocd.argoproj.io'],
    });
    await push({ 'apps/three/overlays/dev/a.yaml': configMap('a') });
    await its.world.argocd.controller.settle();
    expect(Object.keys(await applications())).toContain('three-dev');
    await its.world.step(5);
    expect(inCluster('three-dev', 'a')).toBeDefined();
    const tree = await its.world.call(
      'GET',
      `/applications/${root}/resource-tree`,
    );
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
    await its.world.step(4);
    expect(Object.keys(await applications())).toEqual(['one-dev', 'root']);
    expect(inCluster('two-prod', 'a')).toBeUndefined();
  });

  it('removes nothing when it is told to create and update only', async () => {
    await addRoot({ 'root/apps.yaml': set(guarded), ...apps });
    expect(
      (await its.world.call('GET', '/applications/two-prod')).body.metadata,
    ).not.toHaveProperty('finalizers');
    await push({}, ['apps/two/overlays/prod/a.yaml']);
    await its.world.step(4);
    expect(Object.keys(await applications())).toContain('two-prod');

    await push({}, ['root/apps.yaml']);
    await push({ 'root/b.yaml': configMap('b') });
    await its.world.step(8);
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
      await its.world.step(6);
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
    const { body } = await its.world.call('POST', '/applicationsets/generate', {
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
