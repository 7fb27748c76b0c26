import {
  pipelineProviderContract,
  repositoryProviderContract,
} from '@slipway/plugin-gitops-node/testUtils';
import { FakeGitlab } from './__testUtils__/FakeGitlab';
import { GitlabPipelineProvider } from './pipelines/GitlabPipelineProvider';
import { GitlabRepositoryProvider } from './repositories/GitlabRepositoryProvider';

pipelineProviderContract('GitLab', {
  async setUp() {
    const gitlab = await FakeGitlab.start();
    const refOf = (path: string) => ({
      provider: 'gitlab',
      host: gitlab.host,
      path,
    });
    return {
      provider: new GitlabPipelineProvider(gitlab.hosts()),
      world: {
        createProject: async ({ defaultBranch } = {}) =>
          refOf(gitlab.createProject(undefined, defaultBranch).path),
        pushCommit: async ({ path }, message) =>
          gitlab.project(path).push(message).sha,
        failNextPipeline: async ({ path }) => {
          gitlab.project(path).failNext = true;
        },
        unknownProject: () => refOf('shop/unknown'),
        annotationsOf: ({ path, host }) => ({
          'gitlab.com/project-slug': path,
          'gitlab.com/instance': host,
        }),
      },
      tearDown: () => gitlab.stop(),
    };
  },
});

repositoryProviderContract('GitLab', {
  async setUp() {
    const gitlab = await FakeGitlab.start();
    const refOf = (path: string) => ({
      provider: 'gitlab',
      host: gitlab.host,
      path,
    });
    return {
      provider: new GitlabRepositoryProvider(gitlab.hosts()),
      world: {
        createProject: async () => refOf(gitlab.createProject().path),
        commitFiles: async ({ path }, message, files, parent) =>
          gitlab.project(path).repository.commit(message, files, parent).sha,
        unknownProject: () => refOf('shop/unknown'),
        urlsOf: ({ path }) => [
          `${gitlab.baseUrl}/${path}`,
          `${gitlab.baseUrl}/${path}.git`,
          `${gitlab.baseUrl}/${path}/-/blob/main/catalog-info.yaml`,
          `git@127.0.0.1:${path}.git`,
          `ssh://git@127.0.0.1:2222/${path}.git`,
        ],
      },
      tearDown: () => gitlab.stop(),
    };
  },
});
