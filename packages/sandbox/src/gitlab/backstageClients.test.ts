import { mkdir, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { UrlReaders } from '@backstage/backend-defaults/urlReader';
import {
  createMockDirectory,
  mockServices,
} from '@backstage/backend-test-utils';
import { ScmIntegrations } from '@backstage/integration';
import {
  createGitlabGroupEnsureExistsAction,
  createGitlabProjectVariableAction,
  createGitlabRepoPushAction,
  createPublishGitlabAction,
  createPublishGitlabMergeRequestAction,
  createTriggerGitlabPipelineAction,
} from '@backstage/plugin-scaffolder-backend-module-gitlab';
import { eventually } from '../__testUtils__/eventually';
import { runAction } from '../__testUtils__/runAction';
import { startGitlab, type RunningGitlab } from './__testUtils__/startGitlab';

/** The clients that Backstage itself brings, as they come from npm. */
describe('Backstage', () => {
  let gitlab: RunningGitlab;
  const workspace = createMockDirectory();

  beforeAll(async () => {
    gitlab = await startGitlab();
  });
  afterAll(() => gitlab.stop());

  const repoUrl = (repo: string, owner = 'demo') =>
    `${gitlab.host}?owner=${owner}&repo=${repo}`;
  const actionOptions = () => ({
    config: gitlab.config(),
    integrations: ScmIntegrations.fromConfig(gitlab.config()),
  });

  const run = (action: Parameters<typeof runAction>[0], input: object) =>
    runAction(action, input, workspace.path);

  const publish = async (repo: string, input: object = {}) => {
    workspace.setContent({
      'README.md': `# ${repo}\n`,
      '.gitlab-ci.yml': 'greet: { script: ["echo hello"] }\n',
      'k8s/base/deployment.yaml': 'kind: Deployment\n',
    });
    return run(createPublishGitlabAction(actionOptions()), {
      repoUrl: repoUrl(repo),
      defaultBranch: 'main',
      gitCommitMessage: 'feat: begin',
      repoVisibility: 'public',
      ...input,
    });
  };

  it('publishes a repository by publish:gitlab, and its push starts a pipeline', async () => {
    const output = await publish('orders', {
      settings: { description: 'Takes orders', topics: ['python'] },
      projectVariables: [{ key: 'LEVEL', value: 'high' }],
      branches: [{ name: 'next', create: true, protect: true, ref: 'main' }],
    });
    expect(output).toMatchObject({
      remoteUrl: `${gitlab.baseUrl}/demo/orders`,
      repoContentsUrl: `${gitlab.baseUrl}/demo/orders/-/blob/main`,
      created: true,
    });
    const { git, projects, pipelines } = gitlab.world;
    expect(
      await git.readFile('demo/orders', 'main', 'k8s/base/deployment.yaml'),
    ).toBe('kind: Deployment\n');
    expect(await git.commit('demo/orders', 'next')).toMatchObject({
      title: 'feat: begin',
      sha: output.commitHash,
    });
    const project = projects.get('demo/orders');
    expect(project).toMatchObject({
      description: 'Takes orders',
      topics: ['python'],
    });
    expect(
      (await gitlab.api('GET', `/projects/${project.id}/variables/LEVEL`)).body
        .value,
    ).toBe('high');
    await eventually(() =>
      pipelines
        .list(project.id)
        .some(({ ref, status }) => ref === 'main' && status === 'success'),
    );
  });

  it('hears that a name is taken, and may leave the existing one alone', async () => {
    await publish('taken');
    await expect(publish('taken')).rejects.toThrow(/has already been taken/);
    expect(await publish('taken', { skipExisting: true })).toMatchObject({
      created: false,
    });
  });

  it('hears that a group is missing, and makes it', async () => {
    await expect(
      publish('x', { repoUrl: repoUrl('x', 'shop/eu') }),
    ).rejects.toThrow(/namespace shop\/eu is not found/);
    await run(createGitlabGroupEnsureExistsAction(actionOptions()), {
      repoUrl: gitlab.host,
      path: ['shop', 'eu'],
    });
    expect(
      await publish('x', { repoUrl: repoUrl('x', 'shop/eu') }),
    ).toMatchObject({ created: true });
  });

  it('pushes without a pipeline and triggers one with variables later', async () => {
    const { projectId } = await publish('later', {
      gitCommitMessage: 'feat: begin [skip ci]',
    });
    await run(createGitlabProjectVariableAction(actionOptions()), {
      repoUrl: repoUrl('later'),
      projectId,
      key: 'COLOUR',
      value: 'green',
      variableType: 'env_var',
    });
    const output = await run(
      createTriggerGitlabPipelineAction(actionOptions()),
      {
        repoUrl: repoUrl('later'),
        projectId,
        tokenDescription: 'scaffolder',
        branch: 'main',
        variables: { STEP: 'first' },
      },
    );
    const [triggered, skipped] = gitlab.world.pipelines.list(Number(projectId));
    expect(output.pipelineUrl).toBe(
      `${gitlab.baseUrl}/demo/later/-/pipelines/${triggered.id}`,
    );
    expect(triggered).toMatchObject({
      source: 'trigger',
      variables: { STEP: 'first' },
    });
    expect(skipped).toMatchObject({ source: 'push', status: 'skipped' });
    expect(
      (await gitlab.api('GET', `/projects/${projectId}/triggers`)).body,
    ).toEqual([]);
  });

  it('opens a merge request that can be merged', async () => {
    const { projectId } = await publish('merged');
    workspace.setContent({ 'README.md': '# merged\n', 'docs/new.md': 'new\n' });
    const { mergeRequestUrl } = await run(
      createPublishGitlabMergeRequestAction(actionOptions()),
      {
        repoUrl: repoUrl('merged'),
        title: 'Add docs',
        description: 'x',
        branchName: 'docs',
        removeSourceBranch: true,
      },
    );
    expect(mergeRequestUrl).toBe(
      `${gitlab.baseUrl}/demo/merged/-/merge_requests/1`,
    );
    await gitlab.api('PUT', `/projects/${projectId}/merge_requests/1/merge`);
    expect(
      await gitlab.world.git.readFile('demo/merged', 'main', 'docs/new.md'),
    ).toBe('new\n');
    expect(await gitlab.world.git.branches('demo/merged')).toHaveLength(1);
  });

  it('commits to an existing repository by gitlab:repo:push', async () => {
    await publish('pushed');
    const root = workspace.resolve('more');
    await mkdir(root);
    await writeFile(join(root, 'README.md'), 'changed\n');
    await run(createGitlabRepoPushAction(actionOptions()), {
      repoUrl: repoUrl('pushed'),
      branchName: 'main',
      commitMessage: 'docs: change',
      sourcePath: 'more',
    });
    expect(
      await gitlab.world.git.readFile('demo/pushed', 'main', 'README.md'),
    ).toBe('changed\n');
  });

  describe('UrlReader', () => {
    const reader = () =>
      UrlReaders.default({
        config: gitlab.config(),
        logger: mockServices.logger.mock(),
      });
    beforeAll(() => publish('read'));

    it.each(['main', 'HEAD'])(
      'reads a file at %s, and says when it has not changed',
      async ref => {
        const url = `${gitlab.baseUrl}/demo/read/-/blob/${ref}/README.md`;
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
        reader().readUrl(`${gitlab.baseUrl}/demo/read/-/blob/main/no.md`),
      ).rejects.toThrow(expect.objectContaining({ name: 'NotFoundError' }));
    });

    it.each([
      ['', ['.gitlab-ci.yml', 'README.md', 'k8s/base/deployment.yaml']],
      ['/k8s', ['base/deployment.yaml']],
    ])('reads the tree at “%s”', async (path, expected) => {
      const url = `${gitlab.baseUrl}/demo/read/-/tree/main${path}`;
      const tree = await reader().readTree(url);
      const files = await tree.files();
      expect(files.map(file => file.path).sort()).toEqual(expected);
      await expect(reader().readTree(url, { etag: tree.etag })).rejects.toThrow(
        expect.objectContaining({ name: 'NotModifiedError' }),
      );
    });

    it('searches by a pattern', async () => {
      const { files } = await reader().search(
        `${gitlab.baseUrl}/demo/read/-/blob/main/k8s/**/*.yaml`,
      );
      expect(files.map(({ url }) => url)).toEqual([
        `${gitlab.baseUrl}/demo/read/-/blob/main/k8s/base/deployment.yaml`,
      ]);
    });
  });
});
