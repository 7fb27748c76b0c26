import {
  pipelineProviderContract,
  repositoryProviderContract,
} from '@slipway/plugin-gitops-node/testUtils';
import { FakeGithub } from './__testUtils__/FakeGithub';
import { GithubPipelineProvider } from './pipelines/GithubPipelineProvider';
import { GithubRepositoryProvider } from './repositories/GithubRepositoryProvider';

pipelineProviderContract('GitHub', {
  async setUp() {
    const github = await FakeGithub.start();
    const refOf = (path: string) => ({
      provider: 'github',
      host: github.host,
      path,
    });
    return {
      provider: new GithubPipelineProvider(github.hosts()),
      world: {
        createProject: async ({ defaultBranch } = {}) =>
          refOf(github.createRepository(undefined, defaultBranch).path),
        pushCommit: async ({ path }, message) =>
          github.repository(path).push(message).sha,
        failNextPipeline: async ({ path }) => {
          github.repository(path).failNext = true;
        },
        unknownProject: () => refOf('shop/unknown'),
        annotationsOf: ({ path, host }) => ({
          'github.com/project-slug': path,
          'backstage.io/source-location': `url:http://${host}/${path}/tree/main/`,
        }),
      },
      tearDown: () => github.stop(),
    };
  },
});

repositoryProviderContract('GitHub', {
  async setUp() {
    const github = await FakeGithub.start();
    const refOf = (path: string) => ({
      provider: 'github',
      host: github.host,
      path,
    });
    return {
      provider: new GithubRepositoryProvider(github.hosts()),
      world: {
        createProject: async () => refOf(github.createRepository().path),
        commitFiles: async ({ path }, message, files, parent) =>
          github.repository(path).git.commit(message, files, parent).sha,
        unknownProject: () => refOf('shop/unknown'),
        urlsOf: ({ path }) => [
          `${github.baseUrl}/${path}`,
          `${github.baseUrl}/${path}.git`,
          `${github.baseUrl}/${path}/blob/main/catalog-info.yaml`,
          `git@127.0.0.1:${path}.git`,
          `ssh://git@127.0.0.1:2222/${path}.git`,
        ],
      },
      tearDown: () => github.stop(),
    };
  },
});
