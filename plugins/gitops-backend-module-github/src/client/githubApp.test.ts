import { anApp, installationToken } from '../__testUtils__/fakeApp';
import { FakeGithub } from '../__testUtils__/FakeGithub';
import { GithubPipelineProvider } from '../pipelines/GithubPipelineProvider';

describe('a GitHub App', () => {
  let github: FakeGithub;
  beforeEach(async () => {
    github = await FakeGithub.start();
    github.installations.push('shop', 'bank');
  });
  afterEach(() => github.stop());
  const projectOf = (path: string) => ({
    provider: 'github',
    host: github.host,
    path,
  });

  it('asks for each owner’s repositories with that owner’s token', async () => {
    const paths = ['shop/orders', 'bank/accounts', 'shop/billing'];
    const shas = paths.map(
      path => github.createRepository(path).push('A change').sha,
    );
    const provider = new GithubPipelineProvider(
      github.hosts({ apps: [anApp()] }),
    );
    const runs = await provider.latest(paths.map(projectOf));
    expect(runs.map(run => run?.sha)).toEqual(shas);
    const used = github.requests
      .filter(({ body }) => body.includes('LatestRuns'))
      .map(({ authorization }) => authorization);
    expect(used.sort()).toEqual(
      ['bank', 'shop'].map(owner => `Bearer ${installationToken(owner)}`),
    );
  });

  it('says so when its credentials are refused, and tells no key', async () => {
    const app = anApp();
    const provider = new GithubPipelineProvider(
      github.hosts({ apps: [app], token: undefined }),
    );
    github.plan({
      status: 401,
      json: { message: 'A JWT could not be decoded' },
    });
    const error: Error = await provider.latest([projectOf('shop/orders')]).then(
      () => {
        throw new Error('It should have failed');
      },
      reason => reason,
    );
    expect(error.name).toBe('ServiceUnavailableError');
    expect(error.message).toMatch(
      /could not read .*: the GitHub App under integrations.github gives no token/,
    );
    expect(`${error.message} ${error.stack} ${error.cause}`).not.toContain(
      app.privateKey.slice(40, 80),
    );
  });
});
