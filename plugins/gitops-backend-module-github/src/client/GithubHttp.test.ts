import { ServiceUnavailableError } from '@backstage/errors';
import {
  failureOf as rejectionOf,
  gitHostHttpContract,
} from '@slipway/plugin-gitops-node/testUtils';
import { canaryToken, FakeGithub } from '../__testUtils__/FakeGithub';
import { GithubPipelineProvider } from '../pipelines/GithubPipelineProvider';
import { GithubRepositoryProvider } from '../repositories/GithubRepositoryProvider';

const projectAt = (github: FakeGithub) => ({
  provider: 'github',
  host: github.host,
  path: github.createRepository().path,
});

gitHostHttpContract('GitHub', {
  token: canaryToken,
  async setUp() {
    const github = await FakeGithub.start();
    return {
      fake: github,
      createProject: () => projectAt(github),
      push: ({ path }) => {
        const repo = github.repository(path);
        const { sha } = repo.push('A change');
        repo.approve(repo.runs[0], 'production');
        return sha;
      },
      pipelines: options => new GithubPipelineProvider(github.hosts(options)),
      repositories: () => new GithubRepositoryProvider(github.hosts()),
    };
  },
});

describe('calling GitHub', () => {
  let github: FakeGithub;
  beforeEach(async () => {
    github = await FakeGithub.start();
  });
  afterEach(() => github.stop());

  const project = () => projectAt(github);

  const failureOf = (promise: Promise<unknown>) =>
    rejectionOf(promise, canaryToken);

  it.each([
    {
      when: 'the token is wrong',
      answer: { status: 401, json: { message: 'Bad credentials' } },
      name: 'ServiceUnavailableError',
      says: [
        'integrations.github',
        'wrong, expired or revoked',
        'Bad credentials',
      ],
    },
    {
      when: 'the token lacks a permission',
      answer: {
        status: 403,
        headers: { 'X-Accepted-GitHub-Permissions': 'deployments=write' },
        json: { message: 'Resource not accessible by personal access token' },
      },
      name: 'ServiceUnavailableError',
      says: ['needs deployments=write', 'Resource not accessible'],
    },
    {
      when: 'GitHub does not say which permission is missing',
      answer: { status: 403, json: { message: 'Forbidden' } },
      name: 'ServiceUnavailableError',
      says: ['needs read access to Actions', 'Forbidden'],
    },
    {
      when: 'it refuses the command',
      answer: { status: 422, json: { message: 'Validation Failed' } },
      name: 'ConflictError',
      says: ['Validation Failed'],
    },
    {
      when: 'there is no such job',
      answer: { status: 404, json: { message: 'Not Found' } },
      name: 'NotFoundError',
      says: ['not found, or hidden from the token'],
    },
    {
      when: 'GitHub is down behind a proxy that repeats the headers',
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
  ])('says what to do when $when', async ({ answer, name, says }) => {
    github.plan(answer);
    const error = await failureOf(
      new GithubPipelineProvider(github.hosts()).run(project(), {
        type: 'play',
        jobId: '1',
      }),
    );
    expect(error.name).toBe(name);
    for (const text of [
      `GitHub ${github.host} could not read a job of shop/repo-0`,
      ...says,
    ]) {
      expect(error.message).toContain(text);
    }
  });

  it.each([
    [{ status: 200, text: '<html>Sign in</html>' }, 'Is apiBaseUrl'],
    [
      { status: 200, json: { data: { r0: 'none' } } },
      'its answer has an unknown form',
    ],
    [
      {
        status: 200,
        json: { errors: [{ message: 'Something went wrong' }] },
      },
      'it refused the query. GitHub says: Something went wrong',
    ],
    [
      {
        status: 200,
        json: {
          errors: [
            { type: 'RATE_LIMITED', message: 'API rate limit exceeded' },
          ],
        },
      },
      'it asks for fewer requests',
    ],
  ])('tells an answer that is no answer: %j', async (answer, says) => {
    github.plan(answer);
    const error = await failureOf(
      new GithubPipelineProvider(github.hosts()).latest([project()]),
    );
    expect(error).toBeInstanceOf(ServiceUnavailableError);
    expect(error.message).toContain(`GitHub ${github.host} could not read`);
    expect(error.message).toContain(says);
  });

  it.each([
    ['the secondary limit', { status: 403, headers: { 'Retry-After': '60' } }],
    [
      'the secondary limit without a time',
      {
        status: 403,
        json: { message: 'You have exceeded a secondary rate limit.' },
      },
    ],
    [
      'the primary limit',
      {
        status: 403,
        headers: {
          'X-RateLimit-Remaining': '0',
          'X-RateLimit-Reset': String(Math.floor(Date.now() / 1000) + 900),
        },
      },
    ],
  ])(
    'fails instead of waiting for long at %s of requests',
    async (_, answer) => {
      const provider = new GithubPipelineProvider(github.hosts());
      github.plan(answer);
      const error = await failureOf(provider.latest([project()]));
      expect(error.name).toBe('ServiceUnavailableError');
      expect(error.message).toContain('it asks for fewer requests');
      expect(github.requests).toHaveLength(1);
    },
  );

  it.each(['a..b', 'über #1?&ref=evil', '%2e%2e', 'a b+c'])(
    'keeps the name %p one segment of the address',
    async name => {
      const provider = new GithubRepositoryProvider(github.hosts());
      await failureOf(provider.readFile(project(), `in/${name}`, 'main'));
      const [path, query] = github.requests[0].url.split('?');
      expect(path.split('/').map(decodeURIComponent)).toEqual([
        ...['', 'api', 'v3', 'repos', 'shop', 'repo-0'],
        ...['contents', 'in', name],
      ]);
      expect(query).toBe('ref=main');
    },
  );
});
