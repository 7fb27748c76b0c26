import { FakeGitlab } from '../__testUtils__/FakeGitlab';
import { GitlabPipelineProvider } from './GitlabPipelineProvider';

describe('the newest pipelines of many projects', () => {
  let gitlab: FakeGitlab;
  let provider: GitlabPipelineProvider;
  beforeEach(async () => {
    gitlab = await FakeGitlab.start();
    provider = new GitlabPipelineProvider(gitlab.hosts());
  });
  afterEach(() => gitlab.stop());

  const refOf = (path: string, host = gitlab.host) => ({
    provider: 'gitlab',
    host,
    path,
  });

  it.each([
    [50, 1],
    [51, 2],
    [120, 3],
  ])('come for %i projects in %i requests', async (count, requests) => {
    const paths = Array.from({ length: count }, (_, i) => `shop/p${i}`);
    const shas = paths.map(
      path => gitlab.createProject(path).push('A change').sha,
    );
    const runs = await provider.latest(paths.map(path => refOf(path)));
    expect(runs.map(run => run?.sha)).toEqual(shas);
    expect(gitlab.requests).toHaveLength(requests);
  });

  it('come in one request more per other default branch', async () => {
    const branches = ['main', 'master', 'trunk', 'master', 'main'];
    const projects = branches.map((branch, i) =>
      gitlab.createProject(`shop/p${i}`, branch),
    );
    const shas = projects.map(project => project.push('A change').sha);
    // What happens on other branches is not the state of the service.
    projects.forEach(project => project.push('An experiment', 'feature'));
    const runs = await provider.latest(projects.map(({ path }) => refOf(path)));
    expect(runs.map(run => run?.sha)).toEqual(shas);
    expect(gitlab.requests).toHaveLength(3);
  });

  it('are the skipped ones where there are no others', async () => {
    const project = gitlab.createProject();
    project.push('First [skip ci]');
    const { sha } = project.push('Second [skip ci]');
    expect(await provider.latest([refOf(project.path)])).toMatchObject([
      { status: 'skipped', sha },
    ]);
  });

  it('are found whatever the letters of the path', async () => {
    const { sha } = gitlab.createProject('shop/orders').push('A change');
    expect(await provider.latest([refOf('Shop/Orders')])).toMatchObject([
      { sha, project: { path: 'Shop/Orders' } },
    ]);
  });

  it('are unknown at a host that is not configured', async () => {
    expect(
      await provider.latest([refOf('shop/orders', 'elsewhere.invalid')]),
    ).toEqual([undefined]);
  });
});
