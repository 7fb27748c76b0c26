import type { Deployment } from '@slipway/plugin-gitops-common';
import { aDeployment, aSha, FakeGitopsApi } from '../testing';
import { mapDeployment } from './mapDeployment';
import { RoadieArgocdAdapter } from './RoadieArgocdAdapter';

const dev = aDeployment('dev', {
  application: {
    sync: { state: 'outOfSync', revisions: [], automated: true },
    health: { state: 'degraded' },
    operation: {
      phase: 'failed',
      startedAt: '2026-11-21T10:00:00Z',
      finishedAt: '2026-11-21T10:01:00Z',
    },
    history: [
      {
        id: 1,
        revisions: [aSha('aa')],
        startedAt: '2026-11-21T09:00:00Z',
        deployedAt: '2026-11-21T09:01:00Z',
      },
    ],
    conditions: [{ type: 'SyncError', message: 'it is broken' }],
  },
});
const east = aDeployment('dev', {
  application: {
    id: { instance: 'east', name: 'chat-api-dev', namespace: 'argo' },
  },
});

const over = (...deployments: readonly Deployment[]) => {
  const api = new FakeGitopsApi({
    applications: ({ instance }) =>
      deployments.filter(
        ({ application }) => !instance || application.id.instance === instance,
      ),
  });
  return { api, adapter: new RoadieArgocdAdapter(api) };
};

describe('mapDeployment', () => {
  it('speaks of an application as Argo CD does', () => {
    expect(mapDeployment(dev)).toMatchObject({
      metadata: {
        name: 'chat-api-dev',
        namespace: '',
        instance: { name: 'main' },
      },
      spec: {
        source: {
          repoURL: 'https://gitlab.example/shop/chat-api.git',
          path: 'k8s/overlays/dev',
        },
        destination: { namespace: 'chat-api-dev' },
      },
      status: {
        sync: { status: 'OutOfSync' },
        health: { status: 'Degraded' },
        operationState: {
          phase: 'Failed',
          startedAt: '2026-11-21T10:00:00Z',
          finishedAt: '2026-11-21T10:01:00Z',
        },
        history: [
          {
            id: 1,
            revision: aSha('aa'),
            deployStartedAt: '2026-11-21T09:00:00Z',
            deployedAt: '2026-11-21T09:01:00Z',
          },
        ],
        conditions: [{ type: 'SyncError', message: 'it is broken' }],
        summary: { images: ['registry.example/shop/chat-api:a81d0e4c'] },
      },
    });
  });

  it('has no conditions where there are none, because their presence alone draws a button', () => {
    expect(mapDeployment(east).status).not.toHaveProperty('conditions');
  });

  it('hands out lists that may be sorted in place', () => {
    mapDeployment(dev).status.history?.pop();
    expect(dev.application.history).toHaveLength(1);
  });

  it('gives a Helm chart as one, for which no commit is looked up', () => {
    const chart = aDeployment('dev', {
      application: {
        sources: [{ repoUrl: 'https://charts.example', chart: 'redis' }],
      },
    });
    expect(mapDeployment(chart).status.history?.[0]).toMatchObject({
      source: { chart: 'redis' },
    });
  });
});

describe('RoadieArgocdAdapter', () => {
  it('finds the instances that have an application', async () => {
    const { adapter, api } = over(dev, east);
    expect(
      await adapter.serviceLocatorUrl({
        appName: '',
        appSelector: 'gitops/component=chat-api',
      }),
    ).toEqual([
      { name: 'main', url: 'main', appName: ['chat-api-dev'] },
      { name: 'east', url: 'east', appName: ['chat-api-dev'] },
    ]);
    expect(api.calls).toEqual([
      'applications {"selector":"gitops/component=chat-api"}',
    ]);
  });

  it('tells one application by name on one instance', async () => {
    const { adapter } = over(dev, east);
    const found = await adapter.getAppDetails({
      appName: 'chat-api-dev',
      instance: 'east',
    });
    expect(found.metadata).toMatchObject({
      namespace: 'argo',
      instance: { name: 'east' },
    });
  });

  it('says which application is not there', async () => {
    await expect(
      over().adapter.getAppDetails({ appName: 'gone' }),
    ).rejects.toThrow('No application is called gone');
  });

  it('lists by selector, and by project', async () => {
    const { adapter, api } = over(dev);
    const bySelector = await adapter.getAppListDetails({
      appSelector: 'a=b',
      instance: 'main',
    });
    expect(bySelector.items).toHaveLength(1);
    await adapter.listApps({ appSelector: '', projectName: 'shop' });
    expect(api.calls).toEqual([
      'applications {"selector":"a=b","instance":"main"}',
      'applications {"project":"shop"}',
    ]);
  });

  it('knows author and message of a revision, also without being told the instance', async () => {
    const { adapter, api } = over(dev);
    expect(
      await adapter.getRevisionDetails({
        app: 'chat-api-dev',
        appNamespace: '',
        revisionID: aSha('aa'),
      }),
    ).toMatchObject({
      author: 'Robin Field',
      message: 'fix: close pool on shutdown',
    });
    expect(api.calls.at(-1)).toBe(`revision main chat-api-dev ${aSha('aa')}`);
  });

  it('does not let one lost revision take the others with it', async () => {
    expect(
      await over().adapter.getRevisionDetails({ app: 'gone', revisionID: 'x' }),
    ).toMatchObject({ author: 'n/a', message: 'n/a' });
  });
});
