import { fileWrites } from '../git';
import { startTestWorld, type TestWorld } from './testWorld';

let world: TestWorld;
beforeEach(async () => {
  world = await startTestWorld();
  for (const tag of ['1', '2']) {
    world.images.add(`registry.localhost/demo/shop:v${tag}`);
  }
});
afterEach(async () => {
  await world.stop();
});

const chart = {
  'charts/shop/Chart.yaml': 'apiVersion: v2\nname: shop\nversion: 0.1.0\n',
  'charts/shop/values.yaml':
    'image: {repository: registry.localhost/demo/shop, tag: unset}\nreplicas: 1\n',
  'charts/shop/values-stage.yaml':
    '# written by the release\nimage:\n  tag: v1\nreplicas: 2\n',
  'charts/shop/templates/deployment.yaml': `
apiVersion: apps/v1
kind: Deployment
metadata: {name: {{ .Release.Name }}}
spec:
  replicas: {{ .Values.replicas }}
  template:
    spec: {containers: [{name: app, image: "{{ .Values.image.repository }}:{{ .Values.image.tag }}"}]}
`,
  'charts/shop/templates/hooks.yaml': `
apiVersion: batch/v1
kind: Job
metadata: {name: {{ .Release.Name }}-migrate, annotations: {helm.sh/hook: "pre-install,pre-upgrade"}}
spec: {template: {spec: {containers: [{name: migrate, image: "busybox:1"}]}}}
---
apiVersion: v1
kind: Pod
metadata: {name: {{ .Release.Name }}-test, annotations: {helm.sh/hook: test}}
spec: {containers: [{name: test, image: "busybox:1"}]}
`,
};

async function push(
  repository: string,
  files: Readonly<Record<string, string>>,
) {
  if (!(await world.git.hasRepository(repository))) {
    await world.git.createRepository(repository);
  }
  await world.git.commitFiles(repository, 'main', fileWrites(files), {
    message: 'change',
  });
  return `${world.gitlabUrl}/${repository}.git`;
}

async function addApplication(sources: object) {
  return world.call('POST', '/applications?validate=false', {
    metadata: { name: 'shop-staging' },
    spec: {
      project: 'default',
      ...sources,
      destination: { name: 'in-cluster', namespace: 'shop-staging' },
      syncPolicy: {
        automated: { prune: true, selfHeal: true },
        syncOptions: ['CreateNamespace=true'],
      },
    },
  });
}

async function status() {
  return (await world.call('GET', '/applications/shop-staging')).body.status;
}

describe('an application whose source is a chart in Git', () => {
  it('follows the tag in its values file, and runs its hooks before', async () => {
    const repoURL = await push('demo/shop', chart);
    await addApplication({
      source: {
        repoURL,
        path: 'charts/shop',
        helm: { releaseName: 'shop', valueFiles: ['values-stage.yaml'] },
      },
    });
    await world.step(12);
    expect(await status()).toMatchObject({
      sourceType: 'Helm',
      sync: { status: 'Synced' },
      health: { status: 'Healthy' },
      operationState: {
        phase: 'Succeeded',
        syncResult: {
          resources: [
            { kind: 'Namespace' },
            { name: 'shop-migrate', syncPhase: 'PreSync', hookType: 'PreSync' },
            { name: 'shop', syncPhase: 'Sync' },
          ],
        },
      },
    });
    expect((await status()).summary.images).toContain(
      'registry.localhost/demo/shop:v1',
    );
    await push('demo/shop', {
      'charts/shop/values-stage.yaml':
        '# written by the release\nimage:\n  tag: v2\nreplicas: 2\n',
    });
    await world.step(14);
    expect((await status()).summary.images).toContain(
      'registry.localhost/demo/shop:v2',
    );
  });

  it('takes values of another repository by its name', async () => {
    const repoURL = await push('demo/shop', chart);
    const values = await push('demo/environments', {
      'shop/staging.yaml': 'image: {tag: v2}\n',
    });
    await addApplication({
      sources: [
        {
          repoURL,
          path: 'charts/shop',
          helm: { valueFiles: ['$env/shop/staging.yaml'] },
        },
        { repoURL: values, targetRevision: 'main', ref: 'env' },
      ],
    });
    await world.step(12);
    expect(await status()).toMatchObject({
      sync: {
        status: 'Synced',
        revisions: [expect.any(String), expect.any(String)],
      },
      health: { status: 'Healthy' },
    });
    expect((await status()).summary.images).toContain(
      'registry.localhost/demo/shop:v2',
    );
  });

  it.each([
    [
      'a template that cannot be read, with file and line',
      { 'charts/shop/templates/bad.yaml': 'a: 1\nb: {{ nope }}\n' },
      ['values-stage.yaml'],
      'parse error at (shop/templates/bad.yaml:2): function "nope" not defined',
    ],
    [
      'a values file that is not there',
      {},
      ['values-prod.yaml'],
      'open values-prod.yaml: no such file or directory',
    ],
    [
      'a values file out of the repository',
      {},
      ['../../../values.yaml'],
      'leaves the repository',
    ],
    [
      'a source that has no such name',
      {},
      ['$other/values.yaml'],
      'source referenced "$other"',
    ],
  ])('says at the application: %s', async (_, files, valueFiles, message) => {
    const repoURL = await push('demo/shop', { ...chart, ...files });
    await addApplication({
      source: { repoURL, path: 'charts/shop', helm: { valueFiles } },
    });
    await world.step(2);
    expect(await status()).toMatchObject({
      sync: { status: 'Unknown' },
      conditions: [
        { type: 'ComparisonError', message: expect.stringContaining(message) },
      ],
    });
  });
});
