import { eventually } from '../../__testUtils__/eventually';
import { startGithub, type RunningGithub } from '../__testUtils__/startGithub';

const workflow = `
name: delivery
on: { push: { branches: [main] }, pull_request: , workflow_dispatch: }
jobs:
  test: { runs-on: x, steps: [{ name: All tests, run: 'echo "<b>"' }] }
  release:
    needs: test
    if: github.event_name != 'pull_request'
    environment: prod
    runs-on: x
    steps: [{ run: docker push registry.localhost/app:1 }]
`;

// other work may slow this machine down
jest.setTimeout(30_000);

describe('web pages', () => {
  let github: RunningGithub;

  beforeAll(async () => {
    github = await startGithub();
    await github.world.repositories.create({
      owner: 'demo',
      name: 'app',
      description: 'Takes <orders>',
    });
    await github.api('PUT', '/repos/demo/app/environments/prod', {
      reviewers: [{ type: 'User', id: 3 }],
    });
    await github.push('app', {
      'README.md': '# <App>\n',
      'k8s/base/app.yaml': 'kind: Deployment\n',
      '.github/workflows/delivery.yml': workflow,
    });
  });
  afterAll(() => github.stop());

  const open = async (path: string) => {
    const response = await fetch(`${github.baseUrl}${path}`);
    return { status: response.status, text: await response.text() };
  };
  const press = (path: string, origin: string | null = github.baseUrl) =>
    fetch(`${github.baseUrl}${path}`, {
      method: 'POST',
      headers: origin === null ? {} : { Origin: origin },
      redirect: 'manual',
    });
  const runs = () =>
    github.world.runs.list(github.world.repositories.get('demo/app').id);
  const waiting = () =>
    eventually(() => runs().find(({ status }) => status === 'waiting'));

  it.each([
    ['/', ['demo/app', 'Takes &lt;orders&gt;']],
    ['/demo', ['demo/app']],
    ['/demo/app', ['git clone', 'k8s/', '# &lt;App&gt;']],
    ['/demo/app/tree/main/k8s', ['base/']],
    ['/demo/app/blob/main/k8s/base/app.yaml', ['kind: Deployment']],
    ['/demo/app/raw/main/k8s/base/app.yaml', ['kind: Deployment\n']],
    ['/demo/app/commits/main', ['feat: x']],
    ['/demo/app/commit/main', ['feat: x', 'class="add"']],
    ['/demo/app/pulls', ['No pull requests']],
    ['/demo/app/actions', ['delivery #1', 'Run delivery']],
  ])('%s shows %j', async (path, expected) => {
    const { status, text } = await open(path);
    expect(status).toBe(200);
    expected.forEach(part => expect(text).toContain(part));
  });

  it.each([
    '/nobody',
    '/demo/none',
    '/demo/app/blob/main/none',
    '/demo/app/tree/none',
    '/demo/app/actions/runs/999',
    '/demo/app/pull/999',
    '/demo/app/nothing',
  ])('%s is not there', async path => {
    expect((await open(path)).status).toBe(404);
  });

  it('show a run, its log, and the button that lets it go on', async () => {
    const { id, jobs } = await waiting();
    const page = `/demo/app/actions/runs/${id}`;
    const { text } = await open(page);
    expect(text).toContain('prod waits for a review');
    const log = await open(`${page}/job/${jobs[0].id}`);
    expect(log.text).toContain('All tests');
    expect(log.text).toContain('echo &quot;&lt;b&gt;&quot;');
    expect((await press(`${page}/approve/prod`)).status).toBe(303);
    await eventually(() => github.images.has('registry.localhost/app:1'));
    expect((await press(`${page}/approve/prod`)).status).toBe(409);
    await eventually(() =>
      runs().some(({ conclusion }) => conclusion === 'success'),
    );
    expect((await press(`${page}/rerun`)).status).toBe(303);
    await waiting();
    expect((await press(`${page}/reject/prod`)).status).toBe(303);
    expect((await open(page)).text).toContain('Re-run failed jobs');
  });

  it('start a workflow', async () => {
    const answer = await press(
      '/demo/app/actions/workflows/delivery.yml/dispatch',
    );
    expect(answer.headers.get('location')).toBe(
      `/demo/app/actions/runs/${runs()[0].id}`,
    );
    expect(runs()[0].event).toBe('workflow_dispatch');
  });

  const propose = async (branch: string, content: string) => {
    const { git } = github.world;
    await git.createBranch('demo/app', branch, 'main');
    await git.commitFiles(
      'demo/app',
      branch,
      [{ action: 'write', path: 'README.md', content }],
      { message: `docs: ${branch}` },
    );
    const { body } = await github.api('POST', '/repos/demo/app/pulls', {
      title: `Change ${branch}`,
      body: 'Because <so>.',
      head: branch,
      base: 'main',
    });
    return `/demo/app/pull/${body.number}`;
  };

  it('merge a pull request, and say what is in the way of another', async () => {
    const first = await propose('one', 'one\n');
    const second = await propose('two', 'two\n');
    const page = await open(first);
    ['Because &lt;so&gt;.', 'README.md', 'delivery', 'Merge'].forEach(part =>
      expect(page.text).toContain(part),
    );
    expect((await press(`${first}/merge`)).status).toBe(303);
    expect(
      await github.world.git.readFile('demo/app', 'main', 'README.md'),
    ).toBe('one\n');
    expect((await open(first)).text).toContain('class="add"');
    expect((await open(second)).text).toContain('It conflicts with main');
    expect((await press(`${second}/merge`)).status).toBe(409);
  });

  it.each(['https://evil.example', 'null', null])(
    'do nothing for %s',
    async origin => {
      await github.world.runs.settled();
      const before = runs().length;
      const path = '/demo/app/actions/workflows/delivery.yml/dispatch';
      expect((await press(path, origin)).status).toBe(403);
      expect(runs()).toHaveLength(before);
    },
  );

  it('never failed behind the scenes', () => {
    expect(github.errors).toEqual([]);
  });
});
