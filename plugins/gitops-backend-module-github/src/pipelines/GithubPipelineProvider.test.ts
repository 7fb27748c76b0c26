import { FakeGithub } from '../__testUtils__/FakeGithub';
import { GithubPipelineProvider } from './GithubPipelineProvider';

const aWorkflow = (name: string) => ({
  name,
  path: `.github/workflows/${name}.yml`,
});

describe('the workflow runs of GitHub', () => {
  let github: FakeGithub;
  let provider: GithubPipelineProvider;
  beforeEach(async () => {
    github = await FakeGithub.start();
    provider = new GithubPipelineProvider(github.hosts());
  });
  afterEach(() => github.stop());

  const refOf = (path: string, pipeline?: string) => ({
    provider: 'github',
    host: github.host,
    path,
    ...(pipeline && { pipeline }),
  });
  const release = (path: string) => github.repository(path).runs[0];

  it.each([
    [25, 1],
    [26, 2],
    [60, 3],
  ])('come for %i repositories in %i requests', async (count, requests) => {
    const paths = Array.from({ length: count }, (_, i) => `shop/r${i}`);
    const shas = paths.map(path => {
      const repo = github.createRepository(path);
      const { sha } = repo.push('A change');
      repo.approve(release(path), 'production');
      return sha;
    });
    const runs = await provider.latest(paths.map(path => refOf(path)));
    expect(runs.map(run => run?.sha)).toEqual(shas);
    expect(github.requests).toHaveLength(requests);
  });

  it('tell where those that did not simply pass stand, in one request more', async () => {
    const paths = ['shop/a', 'shop/b', 'shop/c'];
    for (const path of paths) {
      const repo = github.createRepository(path);
      repo.failNext = path === 'shop/b';
      repo.push('A change');
    }
    github.repository('shop/c').approve(release('shop/c'), 'production');
    const runs = await provider.latest(paths.map(path => refOf(path)));
    expect(runs.map(run => [run?.status, run?.currentStage])).toEqual([
      ['manual', 'ship'],
      ['failed', 'test'],
      ['success', undefined],
    ]);
    expect(github.requests).toHaveLength(2);
  });

  it('are found behind many commits without one', async () => {
    const repo = github.createRepository('shop/busy');
    const { sha } = repo.push('A change');
    for (let i = 0; i < 12; i++) {
      repo.push(`Release ${i} [skip ci]`);
    }
    expect(await provider.latest([refOf('shop/busy')])).toMatchObject([
      { sha },
    ]);
  });

  it('of another branch at the same commit are not shown', async () => {
    const repo = github.createRepository('shop/orders');
    repo.push('A change [skip ci]');
    repo.start(aWorkflow('delivery'), { branch: 'feature' });
    expect(await provider.latest([refOf('shop/orders')])).toEqual([undefined]);
    expect(await provider.recent(refOf('shop/orders'), { limit: 5 })).toEqual(
      [],
    );
  });

  it('are found whatever the letters of the path', async () => {
    const { sha } = github.createRepository('shop/orders').push('A change');
    expect(await provider.latest([refOf('Shop/Orders')])).toMatchObject([
      { sha, project: { path: 'Shop/Orders' } },
    ]);
  });

  it('are unknown at a host that is not configured', async () => {
    const elsewhere = { ...refOf('shop/orders'), host: 'elsewhere.invalid' };
    expect(await provider.latest([elsewhere])).toEqual([undefined]);
  });

  describe('in a repository that services share', () => {
    beforeEach(() => {
      const repo = github.createRepository('shop/platform');
      const commit = repo.push('Add orders [skip ci]');
      repo.start(aWorkflow('orders'), { commit });
      for (let i = 0; i < 20; i++) {
        repo.start(aWorkflow('billing'), {
          commit: repo.push(`Billing ${i} [skip ci]`),
        });
      }
    });

    it('are those of the workflow that the entity names', async () => {
      const runs = await provider.latest([
        refOf('shop/platform', 'orders.yml'),
        refOf('shop/platform', 'billing.yml'),
        refOf('shop/platform', 'orders'),
        refOf('shop/platform', 'missing.yml'),
      ]);
      expect(runs.map(run => run?.commit?.title)).toEqual([
        'Add orders [skip ci]',
        'Billing 19 [skip ci]',
        'Add orders [skip ci]',
        undefined,
      ]);
      expect(runs.map(run => run?.currentStage)).toEqual([
        'ship',
        'ship',
        'ship',
        undefined,
      ]);
      expect(runs[0]?.project).toEqual(refOf('shop/platform', 'orders.yml'));
    });

    it('are listed for that workflow alone', async () => {
      const runs = await provider.recent(refOf('shop/platform', 'orders.yml'), {
        limit: 10,
      });
      expect(runs).toHaveLength(1);
      expect(runs[0]).toMatchObject({
        commit: { title: 'Add orders [skip ci]' },
        stages: [{ name: 'test' }, { name: 'ship' }],
      });
    });
  });

  describe('that wait for an approval', () => {
    const newest = async () =>
      (await provider.recent(refOf('shop/orders'), { limit: 1 }))[0];
    const jobsOf = async () =>
      (await newest()).stages?.flatMap(({ jobs }) => jobs) ?? [];

    it('approve the environment of the job, and no other', async () => {
      const repo = github.createRepository('shop/orders');
      repo.environments = ['production-eu', 'production-us'];
      repo.push('A change');
      const us = (await jobsOf()).find(({ name }) => name === 'production-us');
      await provider.run(refOf('shop/orders'), {
        type: 'play',
        jobId: us?.id ?? '',
      });
      expect((await jobsOf()).map(job => [job.name, job.status])).toEqual([
        ['unit', 'success'],
        ['production-eu', 'manual'],
        ['production-us', 'success'],
      ]);
      expect(
        JSON.parse(
          github.requests.find(r => r.body.includes('_ids'))?.body ?? '',
        ),
      ).toMatchObject({ environment_ids: [9001], state: 'approved' });
    });

    it('are not offered to a token that may not approve', async () => {
      const repo = github.createRepository('shop/orders');
      repo.mayApprove = false;
      repo.push('A change');
      expect(await jobsOf()).toContainEqual(
        expect.objectContaining({ status: 'manual', playable: false }),
      );
    });

    it('cannot be started twice, or again before they are over', async () => {
      const repo = github.createRepository('shop/orders');
      repo.push('A change');
      const [unit] = await jobsOf();
      const conflict = expect.objectContaining({ name: 'ConflictError' });
      await expect(
        provider.run(refOf('shop/orders'), { type: 'play', jobId: unit.id }),
      ).rejects.toEqual(conflict);
      await expect(
        provider.run(refOf('shop/orders'), {
          type: 'retry',
          pipelineId: (await newest()).id,
        }),
      ).rejects.toEqual(conflict);
    });
  });

  it.each([
    ['only what failed', true, 'rerun-failed-jobs'],
    ['everything where nothing failed', false, 'rerun'],
  ])('run %s again', async (_, fails, endpoint) => {
    const repo = github.createRepository('shop/orders');
    repo.failNext = fails;
    repo.push('A change');
    repo.approve(release('shop/orders'), 'production');
    const { id } = release('shop/orders');
    await provider.run(refOf('shop/orders'), {
      type: 'retry',
      pipelineId: String(id),
    });
    expect(github.requests.map(({ url }) => url)).toContain(
      `/api/v3/repos/shop/orders/actions/runs/${id}/${endpoint}`,
    );
  });
});
