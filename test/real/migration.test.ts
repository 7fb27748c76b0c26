import { setTimeout as sleep } from 'node:timers/promises';
import { createArgocdClient } from '@slipway/plugin-gitops-backend-module-argocd';
import { anInput } from '../templates/anInput';
import { renderTemplate } from '../templates/renderTemplate';
import { stopScaffolder } from '../templates/startScaffolder';
import { anArgocdInstance } from './world/argocdInstance';
import { kubectl } from './world/realSystems';
import { startActions, type Actions } from './world/startActions';
import { startGitHost, type GitHost } from './world/startGitHost';

const name = 'orders-chat';
const application = `${name}-dev`;
const job = `${name}-migration`;

jest.setTimeout(180_000);

/** The migration of the template alone: there is no storage for its database here. */
const overlay = (tag: string, isStuck: boolean) => `
resources: [migration.yaml, account.yaml]
images: [{name: ${name}, newName: registry.localhost/demo/${name}, newTag: "${tag}"}]
${
  // no node pulls images here, so what cannot be pulled is what no node takes
  isStuck
    ? `patches:
- target: {kind: Job}
  patch: '[{"op": "add", "path": "/spec/template/spec/nodeSelector", "value": {"there": "none"}}]'`
    : ''
}
`;

describe('the migration of a chatbot on Argo CD and Kubernetes', () => {
  const client = createArgocdClient(anArgocdInstance());
  let git: GitHost;
  let actions: Actions;

  beforeAll(async () => {
    git = await startGitHost();
    actions = await startActions();
    const files = await renderTemplate(anInput({ name, starter: 'chatbot' }));
    await git.create(
      name,
      new Map([
        ['migration.yaml', files.get('k8s/chatbot/migration.yaml') ?? ''],
        [
          'account.yaml',
          `apiVersion: v1\nkind: ServiceAccount\nmetadata: {name: ${name}}\n`,
        ],
        ['kustomization.yaml', overlay('unreleased', true)],
      ]),
    );
    await actions.run('argocd:project:apply', {
      instance: 'main',
      name,
      component: name,
      sourceRepos: [git.cloneUrl(name)],
      destinations: [{ namespace: `${name}-*` }],
    });
    await actions.run('argocd:application:apply', {
      instance: 'main',
      name: application,
      project: name,
      component: name,
      environment: 'dev',
      repoUrl: git.cloneUrl(name),
      path: '.',
      targetRevision: 'main',
      namespace: application,
    });
  });

  afterAll(async () => {
    await client.deleteApplication(application, { project: name });
    await stopScaffolder();
    await actions?.stop();
    await git?.stop();
  });

  const status = async () =>
    (await client.getApplication(application, { project: name }))?.status;
  const settle = async (wanted: string) => {
    const end = Date.now() + 60_000;
    for (;;) {
      const { sync, health, operationState } = (await status()) ?? {};
      const state = `${sync?.status} ${health?.status} ${operationState?.phase}`;
      if (state === wanted || Date.now() > end) {
        return state;
      }
      await sleep(500);
    }
  };
  const migration = () =>
    kubectl(
      ...['--namespace', application, 'get', 'job', job],
      '--output=jsonpath={.metadata.uid} {.spec.template.spec.containers[0].image}',
    );

  it('waits for its first release, replaces itself by it, and runs again with the next', async () => {
    expect(await settle('Synced Progressing Succeeded')).toBe(
      'Synced Progressing Succeeded',
    );
    const seen = [await migration()];
    for (const tag of ['3333e333', '4fe2a1bc']) {
      await git.change(
        name,
        new Map([['kustomization.yaml', overlay(tag, false)]]),
        `release ${tag}`,
      );
      await client.refreshApplication(application, { project: name });
      const end = Date.now() + 60_000;
      while (!(await migration().catch(() => '')).endsWith(tag)) {
        expect(Date.now()).toBeLessThan(end);
        await sleep(500);
      }
      expect(await settle('Synced Healthy Succeeded')).toBe(
        'Synced Healthy Succeeded',
      );
      seen.push(await migration());
    }

    const uids = seen.map(line => line.split(' ')[0]);
    expect(new Set(uids).size).toBe(3);
  });
});
