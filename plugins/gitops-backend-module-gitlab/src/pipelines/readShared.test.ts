import { FakeGitlab } from '../__testUtils__/FakeGitlab';
import type { FakeProject } from '../__testUtils__/FakeProject';
import { GitlabPipelineProvider } from './GitlabPipelineProvider';

describe('the pipelines of a project that services share', () => {
  let gitlab: FakeGitlab;
  let provider: GitlabPipelineProvider;
  let platform: FakeProject;
  beforeEach(async () => {
    gitlab = await FakeGitlab.start();
    provider = new GitlabPipelineProvider(gitlab.hosts());
    platform = gitlab.createProject('shop/platform');
  });
  afterEach(() => gitlab.stop());

  const partOf = (pipeline: string, path = 'shop/platform') => ({
    provider: 'gitlab',
    host: gitlab.host,
    path,
    pipeline,
  });
  const push = (message: string, component: string) =>
    platform.push(message, 'main', component);

  it('are shown at the components whose jobs they ran', async () => {
    const { sha: orders } = push('Change orders', 'orders');
    platform.failNext = true;
    const { sha: billing } = push('Break billing', 'billing');
    const runs = await provider.latest([
      partOf('billing'),
      partOf('orders'),
      partOf('order'),
      partOf('orders', 'shop/missing'),
    ]);
    expect(runs.map(run => [run?.sha, run?.status])).toEqual([
      [billing, 'failed'],
      [orders, 'manual'],
      [undefined, undefined],
      [undefined, undefined],
    ]);
    expect(runs[0]).toMatchObject({
      currentStage: 'test',
      project: partOf('billing'),
    });
    // One for each of the two projects.
    expect(gitlab.requests).toHaveLength(2);
  });

  it('list only those runs and jobs, by their short names', async () => {
    const { sha } = push('Change orders', 'orders');
    push('Change billing', 'billing');
    const runs = await provider.recent(partOf('orders'), { limit: 5 });
    expect(runs.map(run => run.sha)).toEqual([sha]);
    expect(
      runs[0].stages?.map(({ name, jobs }) => [name, jobs[0].name]),
    ).toEqual([
      ['test', 'unit'],
      ['ship', 'release'],
    ]);
  });

  it('retry only the jobs of the component', async () => {
    platform.failNext = true;
    push('Break orders', 'orders');
    const [run] = await provider.recent(partOf('orders'), { limit: 1 });
    await provider.run(partOf('orders'), { type: 'retry', pipelineId: run.id });
    expect(await provider.latest([partOf('orders')])).toMatchObject([
      { id: run.id, status: 'manual' },
    ]);
    expect(
      gitlab.requests.some(({ url }) => /pipelines.*retry/.test(url)),
    ).toBe(false);
    const other = provider.run(partOf('billing'), {
      type: 'retry',
      pipelineId: run.id,
    });
    await expect(other).rejects.toMatchObject({ name: 'ConflictError' });
  });
});
