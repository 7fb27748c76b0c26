import {
  anApplication,
  startTestWorld,
  testToken,
  type TestWorld,
} from './testWorld';

let world: TestWorld;
let repoUrl: string;
beforeEach(async () => {
  world = await startTestWorld();
  world.images.add('registry.localhost/demo/app:1');
  repoUrl = (await world.addRepository('demo/app', '1')).url;
});
afterEach(async () => {
  await world.stop();
});

const rules = {
  project: {
    metadata: { name: 'shop' },
    spec: {
      sourceRepos: ['http://127.0.0.1:1/demo/app.git'],
      destinations: [
        { server: 'https://kubernetes.default.svc', namespace: 'app-*' },
      ],
    },
  },
};

describe('who may call', () => {
  it.each([
    ['without a token', {}, 'no session information'],
    [
      'with another token',
      { authorization: 'Bearer wrong' },
      'invalid session',
    ],
  ])('%s it answers 401', async (_, headers, message) => {
    const response = await fetch(`${world.url}/api/v1/applications`, {
      headers,
    });
    expect(response.status).toBe(401);
    expect(await response.json()).toMatchObject({
      code: 16,
      message: expect.stringContaining(message),
    });
  });

  it('gives a session for the password, and knows it again', async () => {
    const login = (password: string) =>
      world.call('POST', '/session', { username: 'admin', password });
    expect((await login('wrong')).status).toBe(401);
    const { token } = (await login(testToken)).body;
    const headers = { authorization: `Bearer ${token}` };
    const response = await fetch(`${world.url}/api/v1/session/userinfo`, {
      headers,
    });
    expect(await response.json()).toMatchObject({ username: 'admin' });
  });

  it('answers 415 to a change without a JSON content type', async () => {
    const response = await fetch(`${world.url}/api/v1/applications/x`, {
      method: 'DELETE',
      headers: { authorization: `Bearer ${testToken}` },
    });
    expect(response.status).toBe(415);
  });
});

describe('applications', () => {
  it('lists none as null', async () => {
    expect((await world.call('GET', '/applications')).body.items).toBeNull();
  });

  it.each([
    ['/applications/none', 403, 'permission denied'],
    [
      '/applications/none?project=default',
      404,
      'applications.argoproj.io "none" not found',
    ],
    ['/applications/..%2Fclusters', 403, 'permission denied'],
    ['/applications/none/resource-tree', 403, 'permission denied'],
  ])('answers GET %s with %s', async (path, status, message) => {
    expect(await world.call('GET', path)).toMatchObject({
      status,
      body: { message },
    });
  });

  it.each([
    [
      'another destination',
      {
        destination: {
          server: 'https://kubernetes.default.svc',
          namespace: 'other',
        },
      },
      "InvalidSpecError: application destination server 'https://kubernetes.default.svc' and namespace 'other' do not match any of the allowed destinations in project 'shop'",
    ],
    [
      'another cluster',
      { destination: { name: 'moon', namespace: 'app-dev' } },
      'application destination spec for app-dev is invalid: there are no clusters with this name: moon',
    ],
    [
      'another repository',
      {
        source: {
          repoURL: 'http://127.0.0.1:1/demo/other.git',
          path: 'k8s/overlays/dev',
        },
      },
      "application repo http://127.0.0.1:1/demo/other.git is not permitted in project 'shop'",
    ],
    [
      'a project that is not there',
      { project: 'none' },
      'app is not allowed in project "none", or the project does not exist',
    ],
    [
      'a folder that is not there',
      { source: { repoURL: 'http://127.0.0.1:1/demo/app.git', path: 'none' } },
      'application spec for app-dev is invalid: InvalidSpecError: Unable to generate manifests in none: rpc error: code = Unknown desc = none: app path does not exist',
    ],
    [
      'a repository of somebody else',
      {
        source: { repoURL: 'https://user:secret@example.com/a.git', path: 'x' },
      },
      'the sandbox knows only the repositories of',
    ],
  ])('refuses %s', async (_, change, message) => {
    await world.call('POST', '/projects', rules);
    const { metadata, spec } = anApplication('app-dev', repoUrl);
    const validate = message.includes('not permitted') ? '?validate=false' : '';
    const { status, body } = await world.call(
      'POST',
      `/applications${validate}`,
      {
        metadata,
        spec: { ...spec, project: 'shop', ...change },
      },
    );
    expect(status).toBe(400);
    expect(body.message).toContain(message);
    expect(body.message).not.toContain('secret');
    expect(await world.call('GET', '/applications')).toMatchObject({
      body: { items: null },
    });
  });

  it('shows what cannot be rendered as ComparisonError, healthy as the real one', async () => {
    const { metadata, spec } = anApplication(
      'app-dev',
      'https://example.com/a.git',
    );
    await world.call('POST', '/applications?validate=false', {
      metadata,
      spec,
    });
    await world.step(2);
    const { body } = await world.call('GET', '/applications/app-dev');
    expect(body.status).toMatchObject({
      sync: { status: 'Unknown' },
      health: { status: 'Healthy' },
      conditions: [
        {
          type: 'ComparisonError',
          message: expect.stringContaining(
            'Failed to load target state: failed to generate manifest for source 1 of 1',
          ),
        },
      ],
    });
  });

  it('takes the same twice, and a different one only with upsert', async () => {
    const first = anApplication('app-dev', repoUrl);
    const other = anApplication('app-dev', repoUrl, {});
    const post = (body: object, query = '') =>
      world.call('POST', `/applications${query}`, body);
    expect((await post(first)).body.status).toEqual({
      sync: {
        status: '',
        comparedTo: { source: { repoURL: '' }, destination: {} },
      },
      health: {},
      summary: {},
      sourceHydrator: {},
    });
    expect((await post(first)).status).toBe(200);
    expect((await post(other)).body.message).toBe(
      'existing application spec is different, use upsert flag to force update',
    );
    expect((await post(other, '?upsert=true')).body.spec.syncPolicy).toEqual({
      syncOptions: ['CreateNamespace=true'],
    });
  });

  it('refuses a rollback while it syncs by itself', async () => {
    await world.call(
      'POST',
      '/applications',
      anApplication('app-dev', repoUrl),
    );
    await world.step(6);
    expect(
      await world.call('POST', '/applications/app-dev/rollback', { id: 0 }),
    ).toMatchObject({
      status: 400,
      body: {
        message: 'rollback cannot be initiated when auto-sync is enabled',
      },
    });
  });

  it.each([
    ['with what it deployed', '', 0],
    ['without what it deployed', '?cascade=false', 2],
  ])('deletes an application %s', async (_, query, left) => {
    await world.call(
      'POST',
      '/applications',
      anApplication('app-dev', repoUrl),
    );
    await world.step(6);
    expect(
      (await world.call('DELETE', `/applications/app-dev${query}`)).status,
    ).toBe(200);
    await world.step(2);
    expect((await world.call('GET', '/applications/app-dev')).status).toBe(403);
    expect(world.cluster.recordsOf('app-dev')).toHaveLength(left);
  });

  it('lists only what was asked for: projects, labels, fields', async () => {
    await world.call('POST', '/applications', anApplication('app-a', repoUrl));
    await world.call('POST', '/applications', anApplication('app-b', repoUrl));
    const names = async (query: string) =>
      (await world.call('GET', `/applications?${query}`)).body.items?.map(
        (item: { metadata: { name: string } }) => item.metadata.name,
      );
    expect(await names('selector=gitops/component in (app-b)')).toEqual([
      'app-b',
    ]);
    expect(await names('projects=other')).toBeUndefined();
    const { body } = await world.call(
      'GET',
      '/applications?name=app-a&fields=items.metadata.name,items.status.history,items.spec.project',
    );
    expect(body.items).toEqual([
      { metadata: { name: 'app-a' }, spec: { project: 'default' } },
    ]);
  });
});

describe('projects', () => {
  it('are changed only with upsert, and not deleted while an application names them', async () => {
    const other = {
      project: {
        ...rules.project,
        spec: { ...rules.project.spec, description: 'x' },
      },
    };
    expect((await world.call('POST', '/projects', rules)).status).toBe(200);
    expect((await world.call('POST', '/projects', rules)).status).toBe(200);
    expect(
      (await world.call('POST', '/projects', other)).body.message,
    ).toContain('use upsert flag');
    expect(
      (await world.call('POST', '/projects', { ...other, upsert: true }))
        .status,
    ).toBe(200);
    const { metadata, spec } = anApplication('app-dev', repoUrl);
    await world.call('POST', '/applications', {
      metadata,
      spec: { ...spec, project: 'shop' },
    });
    expect((await world.call('DELETE', '/projects/shop')).body.message).toBe(
      'project is referenced by 1 applications',
    );
    await world.call('DELETE', '/applications/app-dev');
    await world.step(2);
    expect((await world.call('DELETE', '/projects/shop')).status).toBe(200);
    expect((await world.call('GET', '/projects/shop')).status).toBe(404);
  });
});

describe('the page of an application', () => {
  it('shows its state, and text as text', async () => {
    const { metadata, spec } = anApplication('app-dev', repoUrl);
    const source = { ...spec.source, path: '<script>alert(1)</script>' };
    await world.call('POST', '/applications?validate=false', {
      metadata,
      spec: { ...spec, source },
    });
    await world.step(2);
    const html = await (
      await fetch(`${world.url}/applications/argocd/app-dev`)
    ).text();
    expect(html).toContain('ComparisonError');
    expect(html).not.toContain('<script>');
    expect((await fetch(`${world.url}/applications/argocd/none`)).status).toBe(
      404,
    );
  });
});

describe('the stream', () => {
  async function read(
    query: string,
    accept: string,
    until: (text: string) => boolean,
  ) {
    const abort = new AbortController();
    const response = await fetch(
      `${world.url}/api/v1/stream/applications${query}`,
      {
        headers: { authorization: `Bearer ${testToken}`, accept },
        signal: abort.signal,
      },
    );
    let text = '';
    const done = (async () => {
      const decoder = new TextDecoder();
      for await (const chunk of response.body ?? []) {
        text += decoder.decode(chunk);
        if (until(text)) break;
      }
    })();
    return { response, done, text: () => text, abort };
  }

  it('replays what there is and tells what changes, with the fields that were asked for', async () => {
    await world.call(
      'POST',
      '/applications',
      anApplication('app-dev', repoUrl),
    );
    const fields =
      'result.type,result.application.metadata.name,result.application.status.history.id';
    const stream = await read(`?fields=${fields}`, 'text/event-stream', text =>
      text.includes('DELETED'),
    );
    await world.step(6);
    await world.call('DELETE', '/applications/app-dev');
    await world.step();
    await stream.done;
    expect(stream.response.headers.get('content-type')).toBe(
      'text/event-stream',
    );
    const events = stream
      .text()
      .split('\n')
      .filter(line => line.startsWith('data: '))
      .map(line => JSON.parse(line.slice(6)).result);
    expect(events[0]).toEqual({
      type: 'ADDED',
      application: { metadata: { name: 'app-dev' }, status: {} },
    });
    expect(events).toContainEqual({
      type: 'MODIFIED',
      application: {
        metadata: { name: 'app-dev' },
        status: { history: [{ id: 0 }] },
      },
    });
    expect(events[events.length - 1].type).toBe('DELETED');
  });

  it('replays nothing to who knows the resource version, and writes lines to who wants no events', async () => {
    await world.call(
      'POST',
      '/applications',
      anApplication('app-dev', repoUrl),
    );
    const { resourceVersion } = (await world.call('GET', '/applications')).body
      .metadata;
    const stream = await read(
      `?resourceVersion=${resourceVersion}`,
      'application/json',
      text => text.includes('\n'),
    );
    await world.call('DELETE', '/applications/app-dev');
    await world.step(2);
    await stream.done;
    expect(JSON.parse(stream.text().split('\n')[0]).result.type).not.toBe(
      'ADDED',
    );
  });
});

it('remembers everything after a restart', async () => {
  await world.call('POST', '/projects', rules);
  await world.call('POST', '/applications', anApplication('app-dev', repoUrl));
  await world.step(8);
  const before = (await world.call('GET', '/applications/app-dev')).body;
  const { folder } = world;
  await world.stop({ keep: true });
  world = await startTestWorld({ folder });
  world.images.add('registry.localhost/demo/app:1');
  await world.step(3);
  expect((await world.call('GET', '/applications/app-dev')).body).toEqual(
    before,
  );
  expect((await world.call('GET', '/projects/shop')).status).toBe(200);
  expect(before.status).toMatchObject({
    sync: { status: 'Synced' },
    health: { status: 'Healthy' },
  });
});
