import type { ProjectRef } from '@slipway/plugin-gitops-common';
import { aRun, aSha } from '@slipway/plugin-gitops-common/testUtils';
import { ChangeHub } from '../changes';
import { eventually, FakeGitProvider } from '../__testUtils__';
import { Pipelines } from './Pipelines';

const projectOf = (path: string): ProjectRef => ({
  provider: 'gitlab',
  host: 'gitlab.example',
  path,
});
const orders = projectOf('shop/orders');
const run = (sha: string) => aRun(aSha(sha), { project: orders });

function setUp(options: { readonly cacheTtlMs?: number } = {}) {
  const git = new FakeGitProvider();
  git.runs.set('shop/orders', [run('a1')]);
  const hub = new ChangeHub();
  const pipelines = new Pipelines({
    providers: new Map([['gitlab', git]]),
    hub,
    cacheTtlMs: 60_000,
    pollIntervalMs: 20,
    ...options,
  });
  const changed: string[] = [];
  const watch = (detail: boolean) =>
    hub.watch(
      [{ entityRef: 'orders', project: orders, detail, mayRead: () => true }],
      ref => changed.push(ref),
    );
  return { changed, git, hub, pipelines, watch };
}

describe('Pipelines', () => {
  it('asks for at most 50 projects in one call, and shares it between viewers', async () => {
    const { git, pipelines } = setUp();
    const projects = Array.from({ length: 60 }, (_, index) =>
      projectOf(`shop/p${index}`),
    );
    await Promise.all(
      [...projects, ...projects].map(project =>
        pipelines.latest(project, 1_000),
      ),
    );
    expect(git.calls.map(call => call.split(' ').length - 1)).toEqual([50, 10]);
    await Promise.all(projects.map(project => pipelines.latest(project, 0)));
    expect(git.calls).toHaveLength(2);
  });

  it('gives a stale run at once and refreshes it behind', async () => {
    const { git, pipelines } = setUp({ cacheTtlMs: 5 });
    await pipelines.latest(orders, 1_000);
    git.runs.set('shop/orders', [run('b2')]);
    await new Promise(resolve => setTimeout(resolve, 10));
    expect((await pipelines.latest(orders, 1_000))?.sha).toBe(aSha('a1'));
    await eventually(
      () => pipelines.latest(orders, 0),
      latest => latest?.sha === aSha('b2'),
    );
  });

  it('does not wait for a slow provider, and announces what arrives', async () => {
    const { changed, git, pipelines, watch } = setUp();
    watch(true);
    let arrive = () => {};
    const arrival = new Promise<void>(resolve => {
      arrive = resolve;
    });
    const answer = git.recent.bind(git);
    git.recent = async (project, options) => {
      await arrival;
      return answer(project, options);
    };
    expect(await pipelines.recent(orders, 10)).toBeUndefined();
    arrive();
    await eventually(
      () => changed,
      seen => seen.length === 1,
    );
    const recent = await pipelines.recent(orders, 10);
    expect(recent?.runs[0].sha).toBe(aSha('a1'));
  });

  it('looks again at every pipeline of a repository that services share', async () => {
    const { git, hub, pipelines } = setUp();
    const parts = ['orders', 'billing'].map(pipeline => ({
      ...orders,
      pipeline,
    }));
    const changed: string[] = [];
    hub.watch(
      parts.map(project => ({
        entityRef: project.pipeline,
        project,
        detail: false,
        mayRead: () => true,
      })),
      ref => changed.push(ref),
    );
    await Promise.all(parts.map(part => pipelines.latest(part, 1_000)));
    git.runs.set('shop/orders', [run('b2')]);
    pipelines.changed(orders);
    await eventually(
      () => changed,
      seen => seen.includes('orders') && seen.includes('billing'),
    );
    expect((await pipelines.latest(parts[1], 0))?.sha).toBe(aSha('b2'));
  });

  it('lets a failing provider rest, then recovers', async () => {
    const { git, pipelines } = setUp();
    git.outage = new Error('502 Bad Gateway');
    for (let attempt = 0; attempt < 5; attempt += 1) {
      await pipelines.latest(orders, 1_000);
    }
    expect(git.calls).toHaveLength(1);
    expect(pipelines.status(orders).state).toBe('unreachable');
    git.outage = undefined;
    await eventually(
      () => pipelines.latest(orders, 1_000),
      latest => latest !== undefined,
    );
    expect(pipelines.status(orders)).toMatchObject({ state: 'live' });
    expect(pipelines.status(orders).error).toBeUndefined();
  });

  it('looks at jobs only for a page of its own with a run under way', async () => {
    const { git, pipelines, watch } = setUp();
    git.runs.set('shop/orders', [{ ...run('a1'), status: 'running' }]);
    await pipelines.recent(orders, 1_000);
    const unwatch = watch(false);
    git.calls.length = 0;
    await pipelines.poll();
    unwatch();
    watch(true);
    await pipelines.poll();
    git.runs.set('shop/orders', [{ ...run('a1'), status: 'success' }]);
    await pipelines.poll();
    await pipelines.poll();
    expect(git.calls).toEqual([
      'latest shop/orders',
      'recent shop/orders',
      'recent shop/orders',
      'latest shop/orders',
    ]);
  });

  it('tells the tab of a run that only the list had seen', async () => {
    const { git, pipelines, watch } = setUp();
    watch(false);
    await pipelines.latest(orders, 1_000);
    await pipelines.recent(orders, 1_000);
    git.runs.set('shop/orders', [run('b2'), run('a1')]);
    await pipelines.poll();
    const recent = await pipelines.recent(orders, 1_000);
    expect(recent?.runs[0].sha).toBe(aSha('b2'));
  });

  it('names the system when it refuses a command', async () => {
    const { git, pipelines } = setUp();
    git.outage = Object.assign(new Error('403 Forbidden'), {
      name: 'NotAllowedError',
    });
    await expect(
      pipelines.run(orders, { type: 'retry', pipelineId: '1' }),
    ).rejects.toMatchObject({
      name: 'ServiceUnavailableError',
      message: 'GitLab gitlab.example could not be asked: 403 Forbidden',
    });
  });
});
