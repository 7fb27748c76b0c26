import { ServiceUnavailableError } from '@backstage/errors';
import {
  failureOf as rejectionOf,
  gitHostHttpContract,
} from '@slipway/plugin-gitops-node/testUtils';
import { canaryToken, FakeGitlab } from '../__testUtils__/FakeGitlab';
import { GitlabPipelineProvider } from '../pipelines/GitlabPipelineProvider';
import { GitlabRepositoryProvider } from '../repositories/GitlabRepositoryProvider';

const projectAt = (gitlab: FakeGitlab) => ({
  provider: 'gitlab',
  host: gitlab.host,
  path: gitlab.createProject().path,
});

gitHostHttpContract('GitLab', {
  token: canaryToken,
  async setUp() {
    const gitlab = await FakeGitlab.start();
    return {
      fake: gitlab,
      createProject: () => projectAt(gitlab),
      push: ({ path }) => gitlab.project(path).push('A change').sha,
      pipelines: options => new GitlabPipelineProvider(gitlab.hosts(options)),
      repositories: () => new GitlabRepositoryProvider(gitlab.hosts()),
    };
  },
});

describe('calling GitLab', () => {
  let gitlab: FakeGitlab;
  beforeEach(async () => {
    gitlab = await FakeGitlab.start();
  });
  afterEach(() => gitlab.stop());

  const project = () => projectAt(gitlab);

  const failureOf = (promise: Promise<unknown>) =>
    rejectionOf(promise, canaryToken);

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
});
