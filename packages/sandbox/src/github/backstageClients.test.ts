import { UrlReaders } from '@backstage/backend-defaults/urlReader';
import {
  createMockDirectory,
  mockServices,
} from '@backstage/backend-test-utils';
import {
  DefaultGithubCredentialsProvider,
  ScmIntegrations,
} from '@backstage/integration';
import {
  createGithubActionsDispatchAction,
  createGithubBranchProtectionAction,
  createGithubEnvironmentAction,
  createPublishGithubAction,
  createPublishGithubPullRequestAction,
} from '@backstage/plugin-scaffolder-backend-module-github';
import { eventually } from '../__testUtils__/eventually';
import { runAction } from '../__testUtils__/runAction';
import { startGithub, type RunningGithub } from './__testUtils__/startGithub';

const workflow = `
on: { push: { branches: [main] }, workflow_dispatch: { inputs: { reason: { default: none } } } }
jobs:
  greet:
    runs-on: ubuntu-latest
    steps: [{ run: echo hello }]
`;

// Octokit pauses for a second between two writes
jest.setTimeout(30_000);

/** The clients that Backstage itself brings, as they come from npm. */
describe('Backstage', () => {
  let github: RunningGithub;
  const workspace = createMockDirectory();

  beforeAll(async () => {
    github = await startGithub();
  });
  afterAll(() => github.stop());

  const repoUrl = (repo: string, owner = 'demo') =>
    `${github.host}?owner=${owner}&repo=${repo}`;
  const actionOptions = () => {
    const integrations = ScmIntegrations.fromConfig(github.config());
    return {
      config: github.config(),
      integrations,
      githubCredentialsProvider:
        DefaultGithubCredentialsProvider.fromIntegrations(integrations),
    };
  };

  const run = (action: Parameters<typeof runAction>[0], input: object) =>
    runAction(action, input, workspace.path);

  const publish = async (repo: string, input: object = {}) => {
    workspace.setContent({
      'README.md': `# ${repo}\n`,
      '.github/workflows/delivery.yml': workflow,
      'k8s/base/deployment.yaml': 'kind: Deployment\n',
      'apps/one/catalog-info.yaml': 'kind: Component\n',
      'apps/two/catalog-info.yaml': 'kind: Component\n',
    });
    return run(createPublishGithubAction(actionOptions()), {
      repoUrl: repoUrl(repo),
      defaultBranch: 'main',
      gitCommitMessage: 'feat: begin',
      repoVisibility: 'public',
      protectDefaultBranch: false,
      ...input,
    });
  };

  it('publishes a repository by publish:github, and its push starts a run', async () => {
    const output = await publish('orders', {
      description: 'Takes orders',
      topics: ['Python'],
      repoVariables: { LEVEL: 'high' },
      secrets: { PASSWORD: 'not-kept-anywhere' },
      access: 'demo/team-shop',
      collaborators: [{ user: 'ada', access: 'push' }],
      deleteBranchOnMerge: true,
    });
    expect(output).toMatchObject({
      remoteUrl: `${github.baseUrl}/demo/orders.git`,
      repoContentsUrl: `${github.baseUrl}/demo/orders/blob/main`,
    });
    const { git, repositories, runs } = github.world;
    expect(await git.commit('demo/orders', 'main')).toMatchObject({
      title: 'feat: begin',
      sha: output.commitHash,
    });
    expect(repositories.get('demo/orders')).toMatchObject({
      description: 'Takes orders',
      topics: ['python'],
    });
    const { body } = await github.api(
      'GET',
      '/repos/demo/orders/actions/variables',
    );
    expect(body.variables).toMatchObject([{ name: 'LEVEL', value: 'high' }]);
    const secrets = await github.api(
      'GET',
      '/repos/demo/orders/actions/secrets',
    );
    expect(secrets.body).toMatchObject({
      total_count: 1,
      secrets: [{ name: 'PASSWORD' }],
    });
    await eventually(() =>
      runs
        .list(repositories.get('demo/orders').id)
        .some(({ conclusion }) => conclusion === 'success'),
    );
  });

  it('hears that a name is taken, and that an owner is not there', async () => {
    await publish('taken');
    await expect(publish('taken')).rejects.toThrow(/name already exists/);
    await expect(
      publish('x', { repoUrl: repoUrl('x', 'nobody') }),
    ).rejects.toThrow(/Not Found/);
  });

  it('opens a pull request that can be merged', async () => {
    await publish('merged');
    workspace.setContent({
      'README.md': '# merged\n',
      'docs/new.md': 'new\n',
      'ci/run.sh': '#!/bin/sh\n',
    });
    const { remoteUrl, pullRequestNumber } = await run(
      createPublishGithubPullRequestAction(actionOptions()),
      {
        repoUrl: repoUrl('merged'),
        title: 'Add docs',
        description: 'x',
        branchName: 'add/docs',
        targetPath: 'apps/three',
        filesToDelete: [],
        teamReviewers: ['team-shop'],
      },
    );
    expect(remoteUrl).toBe(`${github.baseUrl}/demo/merged/pull/1`);
    const path = `/repos/demo/merged/pulls/${pullRequestNumber}`;
    expect((await github.api('GET', path)).body).toMatchObject({
      mergeable: true,
      requested_teams: [{ slug: 'team-shop' }],
    });
    expect((await github.api('PUT', `${path}/merge`)).status).toBe(200);
    const { git } = github.world;
    expect(
      await git.readFile('demo/merged', 'main', 'apps/three/docs/new.md'),
    ).toBe('new\n');
    expect(await git.readFile('demo/merged', 'main', 'README.md')).toBe(
      '# merged\n',
    );
    expect((await github.api('GET', path)).body).toMatchObject({
      state: 'closed',
      merged: true,
    });
  });

  it('makes an environment whose reviewers come from the catalog', async () => {
    await publish('guarded');
    const catalog = {
      getEntitiesByRefs: async () => ({
        items: [{ kind: 'Group', metadata: { name: 'team-shop' } }],
      }),
    };
    await run(
      createGithubEnvironmentAction({
        ...actionOptions(),
        catalog: catalog as any,
      }),
      {
        repoUrl: repoUrl('guarded'),
        name: 'prod',
        reviewers: ['group:default/team-shop'],
        environmentVariables: { COLOUR: 'green' },
        secrets: { PASSWORD: 'not-kept-anywhere' },
      },
    );
    const { body } = await github.api(
      'GET',
      '/repos/demo/guarded/environments/prod',
    );
    expect(body.protection_rules).toMatchObject([
      {
        type: 'required_reviewers',
        reviewers: [{ type: 'Team', reviewer: { slug: 'team-shop' } }],
      },
    ]);
    const variables = await github.api(
      'GET',
      '/repos/demo/guarded/environments/prod/variables',
    );
    expect(variables.body.variables).toMatchObject([
      { name: 'COLOUR', value: 'green' },
    ]);
  });

  it('dispatches a workflow, and protects a branch', async () => {
    await publish('dispatched', { gitCommitMessage: 'feat: begin [skip ci]' });
    const { repositories, runs } = github.world;
    const { id } = repositories.get('demo/dispatched');
    expect(runs.list(id)).toEqual([]);
    const output = await run(
      createGithubActionsDispatchAction(actionOptions()),
      {
        repoUrl: repoUrl('dispatched'),
        workflowId: 'delivery.yml',
        branchOrTagName: 'main',
        workflowInputs: { reason: 'test' },
        returnWorkflowRunDetails: true,
      },
    );
    expect(runs.list(id)).toMatchObject([
      { event: 'workflow_dispatch', inputs: { reason: 'test' } },
    ]);
    expect(output.workflowRunHtmlUrl).toBe(
      `${github.baseUrl}/demo/dispatched/actions/runs/${runs.list(id)[0].id}`,
    );
    await run(createGithubBranchProtectionAction(actionOptions()), {
      repoUrl: repoUrl('dispatched'),
      branch: 'main',
    });
  });

  describe('UrlReader', () => {
    const reader = () =>
      UrlReaders.default({
        config: github.config(),
        logger: mockServices.logger.mock(),
      });
    beforeAll(() => publish('read'));

    it.each(['main', 'HEAD'])(
      'reads a file at %s, and says when it has not changed',
      async ref => {
        const url = `${github.baseUrl}/demo/read/blob/${ref}/README.md`;
        const file = await reader().readUrl(url);
        expect((await file.buffer()).toString()).toBe('# read\n');
        await expect(
          reader().readUrl(url, { etag: file.etag }),
        ).rejects.toThrow(
          expect.objectContaining({ name: 'NotModifiedError' }),
        );
      },
    );

    it('says that a file is not there', async () => {
      await expect(
        reader().readUrl(`${github.baseUrl}/demo/read/blob/main/no.md`),
      ).rejects.toThrow(expect.objectContaining({ name: 'NotFoundError' }));
    });

    it.each([
      ['/tree/main/k8s', ['base/deployment.yaml']],
      ['/tree/main/apps/one', ['catalog-info.yaml']],
    ])('reads the tree at “%s”', async (path, expected) => {
      const url = `${github.baseUrl}/demo/read${path}`;
      const tree = await reader().readTree(url);
      const files = await tree.files();
      expect(files.map(file => file.path).sort()).toEqual(expected);
      await expect(reader().readTree(url, { etag: tree.etag })).rejects.toThrow(
        expect.objectContaining({ name: 'NotModifiedError' }),
      );
    });

    it('searches by a pattern', async () => {
      const { files } = await reader().search(
        `${github.baseUrl}/demo/read/blob/main/apps/*/catalog-info.yaml`,
      );
      expect(files.map(({ url }) => url)).toEqual(
        ['one', 'two'].map(
          app =>
            `${github.baseUrl}/demo/read/blob/main/apps/${app}/catalog-info.yaml`,
        ),
      );
      expect((await files[0].content()).toString()).toBe('kind: Component\n');
    });
  });

  it('deletes a repository with everything that is kept about it', async () => {
    await publish('gone');
    expect((await github.api('DELETE', '/repos/demo/gone')).status).toBe(204);
    expect((await github.api('GET', '/repos/demo/gone')).status).toBe(404);
    await publish('gone');
    expect(github.errors).toEqual([]);
  });
});
