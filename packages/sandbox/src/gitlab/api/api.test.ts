import { startGitlab, type RunningGitlab } from '../__testUtils__/startGitlab';

describe('REST and GraphQL', () => {
  let gitlab: RunningGitlab;
  beforeAll(async () => {
    gitlab = await startGitlab();
    await gitlab.api('POST', '/projects', {
      name: 'Orders',
      path: 'orders',
      visibility: 'public',
    });
  });
  afterAll(() => gitlab.stop());

  it.each<[string, Record<string, string>, number]>([
    ['no token', {}, 401],
    ['a wrong token', { 'PRIVATE-TOKEN': 'x' }, 401],
    ['a wrong bearer', { authorization: 'Bearer x' }, 401],
    ['PRIVATE-TOKEN', { 'PRIVATE-TOKEN': 'glpat-sandbox-test' }, 200],
    ['a bearer', { authorization: 'Bearer glpat-sandbox-test' }, 200],
    [
      'Basic',
      { authorization: `Basic ${btoa('oauth2:glpat-sandbox-test')}` },
      200,
    ],
  ])('with %s', async (_, headers, status) => {
    const rest = await fetch(
      `${gitlab.baseUrl}/api/v4/projects/demo%2Forders`,
      { headers },
    );
    expect(rest.status).toBe(status);
    const graphql = await fetch(`${gitlab.baseUrl}/api/graphql`, {
      method: 'POST',
      headers: { ...headers, 'content-type': 'application/json' },
      body: JSON.stringify({ query: '{ currentUser { username } }' }),
    });
    expect(graphql.status).toBe(status);
  });

  it('says so as GitLab does', async () => {
    const refused = await fetch(`${gitlab.baseUrl}/api/v4/projects`);
    expect(await refused.json()).toEqual({ message: '401 Unauthorized' });
  });

  const taken = {
    name: ['has already been taken'],
    path: ['has already been taken'],
  };
  it.each<[string, string, string, object | undefined, number, object]>([
    [
      'an unknown project',
      'GET',
      '/projects/demo%2Fnone',
      undefined,
      404,
      { message: '404 Project Not Found' },
    ],
    [
      'an unknown number',
      'GET',
      '/projects/99',
      undefined,
      404,
      { message: '404 Project Not Found' },
    ],
    [
      'a name that is taken',
      'POST',
      '/projects',
      { name: 'orders', path: 'orders' },
      400,
      { message: taken },
    ],
    [
      'a name taken in capitals',
      'POST',
      '/projects',
      { name: 'x', path: 'ORDERS' },
      400,
      { message: taken },
    ],
    [
      'a bad path',
      'POST',
      '/projects',
      { name: 'x', path: '../x' },
      400,
      {
        message: {
          path: [expect.stringContaining('can contain only letters')],
        },
      },
    ],
    [
      'a missing group',
      'POST',
      '/projects',
      { path: 'x', namespace_id: 99 },
      400,
      { message: { namespace: ['is not valid'] } },
    ],
    [
      'a group that is there',
      'POST',
      '/groups',
      { name: 'demo', path: 'demo' },
      400,
      { message: expect.stringContaining('has already been taken') },
    ],
    [
      'a missing parameter',
      'POST',
      '/groups',
      { name: 'x' },
      400,
      { error: 'path is missing' },
    ],
    [
      'a pipeline on no branch',
      'POST',
      '/projects/demo%2Forders/pipeline',
      { ref: 'none' },
      400,
      { message: { base: ['Reference not found'] } },
    ],
    [
      'a job that is not there',
      'POST',
      '/projects/demo%2Forders/jobs/1/play',
      {},
      404,
      { message: '404 Not found' },
    ],
    [
      'a trigger token that is not there',
      'POST',
      '/projects/demo%2Forders/trigger/pipeline',
      { token: 'x', ref: 'main' },
      404,
      { message: '404 Project Not Found' },
    ],
    [
      'a route that is not there',
      'GET',
      '/nothing',
      undefined,
      404,
      { error: '404 Not Found' },
    ],
  ])(
    'answers as GitLab to %s',
    async (_, method, path, body, status, expected) => {
      const answer = await gitlab.api(method, path, body);
      expect(answer.body).toEqual(expected);
      expect(answer.status).toBe(status);
    },
  );

  it('commits several actions at once, or none of them', async () => {
    const commit = (actions: object[]) =>
      gitlab.api('POST', '/projects/demo%2Forders/repository/commits', {
        branch: 'main',
        commit_message: 'x',
        actions,
      });
    const create = {
      action: 'create',
      file_path: 'a',
      content: 'aGk=',
      encoding: 'base64',
    };
    expect((await commit([create])).status).toBe(201);
    expect(
      await commit([
        { action: 'update', file_path: 'a', content: '2' },
        create,
      ]),
    ).toMatchObject({
      status: 400,
      body: { message: 'A file with this name already exists' },
    });
    expect(
      (
        await gitlab.api(
          'GET',
          '/projects/demo%2Forders/repository/files/a/raw?ref=main',
        )
      ).body,
    ).toBe('hi');
  });

  it('has no default branch before the first commit, pages lists, and forgets what is deleted', async () => {
    for (const path of ['p1', 'p2', 'p3']) {
      await gitlab.api('POST', '/projects', { path });
    }
    const page = await gitlab.api(
      'GET',
      '/groups/demo/projects?search=p&per_page=2',
    );
    expect(page.body).toMatchObject([
      { path: 'p1', default_branch: null, empty_repo: true },
      { path: 'p2' },
    ]);
    expect(page.headers.get('x-next-page')).toBe('2');
    expect(page.headers.get('link')).toContain('page=2');
    expect((await gitlab.api('DELETE', '/projects/demo%2Fp1')).status).toBe(
      202,
    );
    expect((await gitlab.api('GET', '/projects/demo%2Fp1')).status).toBe(404);
    expect((await gitlab.api('POST', '/projects', { path: 'p1' })).status).toBe(
      201,
    );
  });

  it('answers GraphQL with null for what is not there, and with errors for what the schema has not', async () => {
    expect(
      await gitlab.graphql('{ project(fullPath: "demo/none") { id } }'),
    ).toEqual({ data: { project: null } });
    expect(
      await gitlab.graphql('{ project(fullPath: "demo/orders") { nonsense } }'),
    ).toMatchObject({
      errors: [{ message: expect.stringContaining('nonsense') }],
    });
  });
});
