import { ServiceUnavailableError } from '@backstage/errors';
import { canaryToken, FakeGitlab } from '../__testUtils__/FakeGitlab';
import { GitlabPipelineProvider } from '../pipelines/GitlabPipelineProvider';
import { GitlabRepositoryProvider } from '../repositories/GitlabRepositoryProvider';

describe('calling GitLab', () => {
  let gitlab: FakeGitlab;
  beforeEach(async () => {
    gitlab = await FakeGitlab.start();
  });
  afterEach(() => gitlab.stop());

  const project = () => ({
    provider: 'gitlab',
    host: gitlab.host,
    path: gitlab.createProject().path,
  });

  /** Everything that a log or an HTTP answer could show of an error. */
  async function failureOf(promise: Promise<unknown>) {
    const error: Error = await promise.then(
      () => {
        throw new Error('It should have failed');
      },
      reason => reason,
    );
    const shown = [error, error.cause]
      .map(one => `${one} ${JSON.stringify(one)} ${(one as Error)?.stack}`)
      .join('\n');
    expect(shown).not.toContain(canaryToken);
    return error;
  }

  it.each([
    {
      when: 'the token is wrong',
      answer: {
        status: 401,
        json: {
          error: 'invalid_token',
          error_description: 'Token was revoked.',
        },
      },
      name: 'ServiceUnavailableError',
      says: [
        'integrations.gitlab',
        'wrong, expired or revoked',
        'scope api',
        'Token was revoked',
      ],
    },
    {
      when: 'the token lacks a scope',
      answer: {
        status: 403,
        json: {
          error: 'insufficient_scope',
          error_description:
            'The request requires higher privileges than provided by the access token.',
          scope: 'api',
        },
      },
      name: 'ServiceUnavailableError',
      says: ['needs the scope api'],
    },
    {
      when: 'the token’s user may not',
      answer: { status: 403, json: { message: '403 Forbidden' } },
      name: 'ServiceUnavailableError',
      says: ['role in the project', '403 Forbidden'],
    },
    {
      when: 'the job cannot be started',
      answer: { status: 400, json: { message: '400 Unplayable Job' } },
      name: 'ConflictError',
      says: ['Unplayable Job'],
    },
    {
      when: 'there is no such job',
      answer: { status: 404, json: { message: '404 Not found' } },
      name: 'NotFoundError',
      says: ['not found, or hidden from the token'],
    },
    {
      when: 'GitLab is down behind its proxy, which repeats the headers',
      answer: {
        status: 502,
        json: { message: `Bad gateway for Bearer ${canaryToken}` },
      },
      name: 'ServiceUnavailableError',
      says: ['status 502', 'Bearer [token]'],
    },
    {
      when: 'a proxy answers with a page',
      answer: { status: 503, text: '<html>maintenance</html>' },
      name: 'ServiceUnavailableError',
      says: ['status 503'],
    },
    {
      when: 'a command is redirected',
      answer: { status: 302, headers: { Location: '/users/sign_in' } },
      name: 'ServiceUnavailableError',
      says: ['status 302'],
    },
  ])('says what to do when $when', async ({ answer, name, says }) => {
    gitlab.plan(answer);
    const error = await failureOf(
      new GitlabPipelineProvider(gitlab.hosts()).run(project(), {
        type: 'play',
        jobId: '1',
      }),
    );
    expect(error.name).toBe(name);
    for (const text of [
      `GitLab ${gitlab.host} could not start a job of shop/project-0`,
      ...says,
    ]) {
      expect(error.message).toContain(text);
    }
  });

  it.each([
    [{ status: 200, text: '<html>Sign in</html>' }, 'Is apiBaseUrl'],
    [
      { status: 200, json: { data: { projects: 'none' } } },
      'its answer has an unknown form',
    ],
    [
      {
        status: 200,
        json: {
          errors: [
            {
              message:
                'Query has complexity of 300, which exceeds max complexity of 250',
            },
          ],
        },
      },
      'exceeds max complexity',
    ],
  ])('tells an answer that is no answer: %j', async (answer, says) => {
    gitlab.plan(answer);
    const error = await failureOf(
      new GitlabPipelineProvider(gitlab.hosts()).latest([project()]),
    );
    expect(error).toBeInstanceOf(ServiceUnavailableError);
    expect(error.message).toContain(`GitLab ${gitlab.host} could not read`);
    expect(error.message).toContain(says);
  });

  it('says that it cannot be reached, with the cause', async () => {
    const there = project();
    const provider = new GitlabPipelineProvider(gitlab.hosts());
    await gitlab.stop();
    const error = await failureOf(provider.latest([there]));
    expect(error.name).toBe('ServiceUnavailableError');
    expect(error.message).toContain(`GitLab ${there.host}`);
    expect(error.message).toContain('cannot be reached (ECONNREFUSED)');
    expect(error.cause).toMatchObject({ message: 'fetch failed' });
  });

  it('gives up on a host that does not answer', async () => {
    const provider = new GitlabPipelineProvider(gitlab.hosts({ timeout: 50 }));
    gitlab.plan({ status: 200, delay: 5_000 });
    const error = await failureOf(provider.latest([project()]));
    expect(error.name).toBe('ServiceUnavailableError');
    expect(error.message).toContain('no answer within 0.05 seconds');
  });

  it('stops at once when the caller aborts during a call', async () => {
    const provider = new GitlabPipelineProvider(gitlab.hosts());
    gitlab.plan({ status: 200, delay: 5_000 });
    const controller = new AbortController();
    const call = provider.latest([project()], { signal: controller.signal });
    setTimeout(() => controller.abort(), 20);
    const started = Date.now();
    await expect(call).rejects.toMatchObject({ name: 'AbortError' });
    expect(Date.now() - started).toBeLessThan(2_000);
  });

  describe('when GitLab asks for fewer requests', () => {
    const slowDown = (seconds: string) => ({
      status: 429,
      headers: { 'Retry-After': seconds },
    });

    it('waits as long as it is asked to, and asks again', async () => {
      const provider = new GitlabPipelineProvider(gitlab.hosts());
      const there = project();
      const { sha } = gitlab.project(there.path).push('A change');
      gitlab.plan(slowDown('0'), slowDown('1'));
      const started = Date.now();
      expect(await provider.latest([there])).toMatchObject([{ sha }]);
      expect(Date.now() - started).toBeGreaterThanOrEqual(990);
      expect(gitlab.requests).toHaveLength(3);
    });

    it('fails instead of waiting for long, and says how long', async () => {
      const provider = new GitlabPipelineProvider(gitlab.hosts());
      gitlab.plan(slowDown('60'));
      const error = await failureOf(provider.latest([project()]));
      expect(error.name).toBe('ServiceUnavailableError');
      expect(error.message).toContain('wait 60 seconds');
      expect(gitlab.requests).toHaveLength(1);
    });

    it('does not ask for ever', async () => {
      const provider = new GitlabPipelineProvider(gitlab.hosts());
      gitlab.plan(slowDown('0'), slowDown('0'), slowDown('0'), slowDown('0'));
      await failureOf(provider.latest([project()]));
      expect(gitlab.requests).toHaveLength(3);
    });

    it('stops waiting when the caller aborts', async () => {
      const provider = new GitlabPipelineProvider(gitlab.hosts());
      gitlab.plan(slowDown('9'));
      const signal = AbortSignal.timeout(50);
      await expect(
        provider.latest([project()], { signal }),
      ).rejects.toMatchObject({ name: 'TimeoutError' });
    });
  });

  it.each(['../x', 'a/b', 'über #1?&ref=evil', '%2e%2e/x', 'a b+c'])(
    'keeps the name %p one segment of the address',
    async name => {
      const provider = new GitlabRepositoryProvider(gitlab.hosts());
      await failureOf(provider.readFile(project(), name, 'main'));
      const [path, query] = gitlab.requests[0].url.split('?');
      expect(path.split('/').map(decodeURIComponent)).toEqual([
        ...['', 'api', 'v4', 'projects', 'shop/project-0'],
        ...['repository', 'files', name, 'raw'],
      ]);
      expect(query).toBe('ref=main');
    },
  );

  it.each(['.', '..', ''])(
    'never sends %p, which would be a step in the address',
    async name => {
      const provider = new GitlabRepositoryProvider(gitlab.hosts());
      const error = await failureOf(provider.commit(project(), name));
      expect(error.name).toBe('InputError');
      expect(gitlab.requests).toEqual([]);
    },
  );

  it('sends the token in the header, and nowhere else', async () => {
    const provider = new GitlabPipelineProvider(gitlab.hosts());
    await provider.latest([project()]);
    const [{ authorization, url, body }] = gitlab.requests;
    expect(authorization).toBe(`Bearer ${canaryToken}`);
    expect(url + body).not.toContain(canaryToken);
  });
});
