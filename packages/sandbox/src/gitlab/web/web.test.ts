import { eventually } from '../../__testUtils__/eventually';
import { startGitlab, type RunningGitlab } from '../__testUtils__/startGitlab';

const evil = '<script>alert("x")</script> & \'y\'';

describe('web pages', () => {
  let gitlab: RunningGitlab;
  let shas: string[];
  let ids: { pipeline: number; job: number };

  beforeAll(async () => {
    gitlab = await startGitlab();
    const { projects, git, pipelines } = gitlab.world;
    const project = await projects.create({
      namespace: 'demo',
      path: 'orders',
      description: evil,
    });
    const commit = async (content: string) =>
      (
        await git.commitFiles(
          'demo/orders',
          'main',
          [
            { action: 'write', path: 'README.md', content },
            { action: 'write', path: `docs/a ${evil.slice(0, 7)}.md`, content },
            {
              action: 'write',
              path: '.gitlab-ci.yml',
              content: `test: { script: ['echo ${content.slice(0, 8)}'] }`,
            },
          ],
          {
            message: `feat: ${content}`,
            author: { name: '"Ada" & <Co>', email: 'a@x' },
          },
        )
      ).sha;
    shas = [await commit(evil), await commit(`${evil} two`)];
    await git.createBranch('demo/orders', 'feature/one', shas[0]);
    await projects.create({ namespace: 'demo', path: 'void' });
    await gitlab.api('POST', '/projects/demo%2Forders/merge_requests', {
      source_branch: 'feature/one',
      target_branch: 'main',
      title: evil,
    });
    const pipeline = await eventually(() =>
      pipelines.list(project.id).find(({ status }) => status === 'success'),
    );
    ids = { pipeline: pipeline.id, job: pipeline.jobs[0].id };
  });
  afterAll(() => gitlab.stop());

  const open = async (path: string) => {
    const response = await fetch(`${gitlab.baseUrl}${path}`);
    return { status: response.status, text: await response.text() };
  };

  it.each<[string, () => string, string]>([
    ['projects', () => '/', 'demo/orders'],
    ['a group', () => '/demo', 'demo/orders'],
    ['a project', () => '/demo/orders', 'README.md'],
    ['what waits to be merged', () => '/demo/orders', 'One open merge request'],
    ['an empty project', () => '/demo/void', 'The repository is empty'],
    ['a folder', () => '/demo/orders/-/tree/main/docs', 'docs'],
    [
      'a branch with a slash',
      () => '/demo/orders/-/tree/feature/one',
      'README.md',
    ],
    ['a file', () => '/demo/orders/-/blob/main/README.md', '&lt;script&gt;'],
    ['commits', () => '/demo/orders/-/commits/main', 'Ada&quot; &amp; Co'],
    [
      'a commit by its short SHA',
      () => `/demo/orders/-/commit/${shas[1].slice(0, 8)}`,
      'class="add"',
    ],
    [
      'a comparison',
      () => `/demo/orders/-/compare/${shas[0]}...${shas[1]}`,
      'class="del"',
    ],
    ['pipelines', () => '/demo/orders/-/pipelines', 'passed'],
    ['a pipeline', () => `/demo/orders/-/pipelines/${ids.pipeline}`, 'test'],
    [
      'a job with its log',
      () => `/demo/orders/-/jobs/${ids.job}`,
      'Job succeeded',
    ],
    ['merge requests', () => '/demo/orders/-/merge_requests', '!1'],
    ['a merge request', () => '/demo/orders/-/merge_requests/1', 'opened'],
  ])('show %s, and never markup of others', async (_, path, expected) => {
    const { status, text } = await open(path());
    expect(status).toBe(200);
    expect(text).toContain(expected);
    expect(text).not.toMatch(/<script|<Co>/);
  });

  it.each([
    '/demo/none',
    '/demo/none/-/pipelines',
    '/demo/orders/-/blob/main/none.md',
    '/demo/orders/-/blob/none/README.md',
    '/demo/orders/-/commit/none',
    '/demo/orders/-/pipelines/999',
    '/demo/orders/-/jobs/x',
    '/demo/orders/-/nothing',
    '/demo/orders/-/compare/main...%3Cscript%3E',
  ])('say that there is nothing at %s', async path => {
    const { status, text } = await open(path);
    expect(status).toBe(404);
    expect(text).toContain('Not found');
    expect(text).not.toContain('<script');
  });
});
