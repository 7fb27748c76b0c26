import {
  startGithub,
  TOKEN,
  type RunningGithub,
} from '../__testUtils__/startGithub';

// other work may slow this machine down
jest.setTimeout(30_000);

describe('REST', () => {
  let github: RunningGithub;
  let first: string;

  const base = '/repos/demo/app';
  const api = (method: string, path: string, body?: unknown) =>
    github.api(method, `${base}${path}`, body);

  beforeAll(async () => {
    github = await startGithub();
    await github.repository('app', {
      'README.md': 'one\n',
      'src/app.py': 'x = 1\n',
    });
    first = (await github.world.git.commit('demo/app', 'main')).sha;
    await github.push('app', { 'README.md': 'two\n' }, 'docs: two');
    await github.push('app', { 'README.md': 'three\n' }, 'docs: three');
  });
  afterAll(() => github.stop());

  it.each([
    ['nobody', {}, 401, 'Requires authentication'],
    ['another token', { Authorization: 'Bearer x' }, 401, 'Bad credentials'],
    ['a token', { Authorization: `token ${TOKEN}` }, 200, undefined],
    [
      'a password',
      {
        Authorization: `Basic ${Buffer.from(`x:${TOKEN}`).toString('base64')}`,
      },
      200,
      undefined,
    ],
  ])('answers %s', async (_, headers, status, message) => {
    const response = await fetch(`${github.baseUrl}/api/v3${base}`, {
      headers: headers as Record<string, string>,
    });
    expect(response.status).toBe(status);
    expect(response.headers.get('x-ratelimit-remaining')).toBe('4999');
    expect((await response.json()).message).toBe(message);
  });

  it.each([
    ['GET', '/contents/none', 404],
    ['GET', '/contents/README.md?ref=none', 404],
    ['GET', '/commits/none', 422],
    ['GET', '/compare/main...none', 404],
    ['GET', '/branches/none', 404],
    ['GET', '/git/ref/heads/none', 404],
    ['GET', '/git/blobs/none', 422],
    ['GET', '/pulls/1', 404],
    ['GET', '/actions/runs/1', 404],
    ['GET', '/environments/none', 404],
    ['GET', '/actions/variables/NONE', 404],
    ['POST', '/git/refs', 422],
    ['POST', '/pulls', 422],
  ])('%s %s is refused with %i', async (method, path, status) => {
    const answer = await api(method, path, method === 'GET' ? undefined : {});
    expect(answer.status).toBe(status);
    expect(answer.body).toMatchObject({
      message: expect.stringMatching(/./),
      status: String(status),
    });
  });

  it('pages a list, with links to the other pages', async () => {
    const page = await api('GET', '/commits?per_page=1&page=2');
    expect(page.body.map(({ commit }: any) => commit.message)).toEqual([
      'docs: two',
    ]);
    const link = page.headers.get('link') ?? '';
    expect(link).toMatch(/page=1>; rel="prev"/);
    expect(link).toMatch(/page=3>; rel="next"/);
  });

  it('compares, oldest commit first, with the changed files', async () => {
    const { body } = await api('GET', `/compare/${first}...main`);
    expect(body).toMatchObject({
      status: 'ahead',
      ahead_by: 2,
      behind_by: 0,
      merge_base_commit: { sha: first },
      files: [{ filename: 'README.md', status: 'modified', changes: 2 }],
    });
    expect(body.commits.map(({ commit }: any) => commit.message)).toEqual([
      'docs: two',
      'docs: three',
    ]);
    const back = await api('GET', `/compare/main...${first}`);
    expect(back.body).toMatchObject({ status: 'behind', behind_by: 2 });
  });

  it('writes a file only for who has seen what it replaces', async () => {
    const put = (content: string, sha?: string) =>
      api('PUT', '/contents/docs/a%20b.md', {
        message: 'docs: write',
        content: Buffer.from(content).toString('base64'),
        sha,
      });
    const made = await put('one');
    expect(made.status).toBe(201);
    expect((await put('two')).status).toBe(422);
    expect((await put('two', 'f'.repeat(40))).status).toBe(409);
    const changed = await put('two', made.body.content.sha);
    expect(changed.status).toBe(200);
    const read = await api('GET', '/contents/docs/a%20b.md');
    expect(Buffer.from(read.body.content, 'base64').toString()).toBe('two');
    const folder = await api('GET', '/contents/docs');
    expect(folder.body).toMatchObject([{ type: 'file', path: 'docs/a b.md' }]);
    const removed = await api('DELETE', '/contents/docs/a%20b.md', {
      message: 'docs: remove',
      sha: changed.body.content.sha,
    });
    expect(removed.status).toBe(200);
    expect((await api('GET', '/contents/docs')).status).toBe(404);
  });

  it('makes a commit of blobs and trees, and moves a branch to it', async () => {
    const blob = await api('POST', '/git/blobs', {
      content: Buffer.from([0, 1, 2]).toString('base64'),
      encoding: 'base64',
    });
    const tree = await api('POST', '/git/trees', {
      base_tree: first,
      tree: [
        { path: 'bin/data', mode: '100755', sha: blob.body.sha },
        { path: 'src/app.py', mode: '100644', content: 'x = 2\n' },
        { path: 'README.md', mode: '100644', sha: null },
      ],
    });
    const commit = await api('POST', '/git/commits', {
      message: 'feat: by hand',
      tree: tree.body.sha,
      parents: [first],
      author: { name: 'Ada', email: 'ada@example.com' },
    });
    const refs = (ref: string) =>
      api('POST', '/git/refs', { ref, sha: commit.body.sha });
    expect((await refs('refs/heads/by/hand')).status).toBe(201);
    expect((await refs('refs/heads/by/hand')).status).toBe(422);
    const { git } = github.world;
    expect(await git.commit('demo/app', 'by/hand')).toMatchObject({
      title: 'feat: by hand',
      authorName: 'Ada',
      parents: [first],
    });
    const all = await api('GET', '/git/trees/by/hand?recursive=1');
    expect(
      all.body.tree
        .filter(({ type }: any) => type === 'blob')
        .map(({ path, mode, size }: any) => [path, mode, size]),
    ).toEqual([
      ['bin/data', '100755', 3],
      ['src/app.py', '100644', 6],
    ]);

    const move = (force: boolean) =>
      api('PATCH', '/git/refs/heads/by/hand', {
        sha: all.body.sha && first,
        force,
      });
    expect((await move(false)).status).toBe(422);
    expect((await move(true)).status).toBe(200);
    expect((await git.commit('demo/app', 'by/hand')).sha).toBe(first);
    expect((await api('DELETE', '/git/refs/heads/by/hand')).status).toBe(204);
    expect(await git.branches('demo/app')).toHaveLength(1);
  });

  it('refuses trees of objects that are not there, and paths that leave the repository', async () => {
    const tree = (path: string, sha: string) =>
      api('POST', '/git/trees', { tree: [{ path, mode: '100644', sha }] });
    expect((await tree('a', 'f'.repeat(40))).status).toBe(422);
    const { body } = await api('GET', '/contents/README.md');
    expect((await tree('../a', body.sha)).status).toBe(422);
    expect((await tree('.git/config', body.sha)).status).toBe(422);
    expect((await tree('a', body.sha)).status).toBe(201);
  });

  it('keeps variables and environments, and nothing of a secret but its name', async () => {
    const variable = (method: string, path: string, value: string) =>
      api(method, path, { name: 'level', value });
    expect((await variable('POST', '/actions/variables', 'a')).status).toBe(
      201,
    );
    expect((await variable('POST', '/actions/variables', 'a')).status).toBe(
      409,
    );
    await variable('PATCH', '/actions/variables/LEVEL', 'b');
    expect((await api('GET', '/actions/variables/level')).body).toMatchObject({
      name: 'LEVEL',
      value: 'b',
    });
    const reviewer = (id: number) =>
      api('PUT', '/environments/prod', { reviewers: [{ type: 'Team', id }] });
    expect((await reviewer(999)).status).toBe(422);
    expect((await reviewer(1)).status).toBe(200);
    await api('PUT', '/environments/prod/secrets/PASSWORD', {
      encrypted_value: 'c2VhbGVk',
      key_id: '1',
    });
    const { body } = await api('GET', '/environments/prod/secrets');
    expect(body.secrets).toEqual([
      expect.objectContaining({ name: 'PASSWORD' }),
    ]);
    expect(JSON.stringify(body)).not.toContain('c2VhbGVk');
    await api('PUT', '/environments/prod');
    expect((await api('GET', '/environments/prod')).body).toMatchObject({
      protection_rules: [],
    });
  });

  it('still has everything after a restart', async () => {
    await api('PATCH', '', { description: 'An app' });
    github = await github.restart();
    expect((await api('GET', '')).body).toMatchObject({
      full_name: 'demo/app',
      description: 'An app',
      default_branch: 'main',
    });
    expect((await api('GET', '/environments')).body.total_count).toBe(1);
    expect((await api('GET', '/actions/variables')).body.total_count).toBe(1);
  });
});
