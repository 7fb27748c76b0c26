import {
  GitlabHosts,
  GitlabPipelineProvider,
  GitlabRepositoryProvider,
} from '@slipway/plugin-gitops-backend-module-gitlab';
import {
  pipelineProviderContract,
  repositoryProviderContract,
} from '@slipway/plugin-gitops-node/testUtils';
import { ContractCommits } from '../__testUtils__/ContractCommits';
import { startGitlab, type RunningGitlab } from './__testUtils__/startGitlab';

const ciFile = `
stages: [test, ship]
unit: { stage: test, script: [make test] }
release: { stage: ship, script: [make release], rules: [{ when: manual }] }
`;

async function createProject(gitlab: RunningGitlab) {
  const { fullPath } = await gitlab.world.projects.create({
    namespace: 'demo',
    path: ContractCommits.nextName(),
  });
  return refOf(gitlab, fullPath);
}

function refOf({ host }: RunningGitlab, path: string) {
  return { provider: 'gitlab', host, path };
}

pipelineProviderContract('GitLab module on the sandbox', {
  async setUp() {
    const gitlab = await startGitlab({ speed: 20 });
    const commits = new ContractCommits(gitlab.world.git);
    return {
      provider: new GitlabPipelineProvider(
        GitlabHosts.fromConfig(gitlab.config()),
      ),
      world: {
        createProject: async ({ defaultBranch = 'main' } = {}) => {
          const project = await createProject(gitlab);
          await commits.begin(project.path, defaultBranch, {
            '.gitlab-ci.yml': ciFile,
          });
          return project;
        },
        pushCommit: ({ path }, message) => commits.push(path, message),
        failNextPipeline: async ({ path }) => {
          commits.failNext(path);
        },
        unknownProject: () => refOf(gitlab, 'demo/unknown'),
        annotationsOf: ({ path, host }) => ({
          'gitlab.com/project-slug': path,
          'gitlab.com/instance': host,
        }),
      },
      tearDown: () => gitlab.stop(),
    };
  },
});

repositoryProviderContract('GitLab module on the sandbox', {
  async setUp() {
    const gitlab = await startGitlab();
    const commits = new ContractCommits(gitlab.world.git);
    return {
      provider: new GitlabRepositoryProvider(
        GitlabHosts.fromConfig(gitlab.config()),
      ),
      world: {
        createProject: () => createProject(gitlab),
        commitFiles: ({ path }, message, files, parent) =>
          commits.commit(path, message, files, parent),
        unknownProject: () => refOf(gitlab, 'demo/unknown'),
        urlsOf: ({ path }) => [
          `${gitlab.baseUrl}/${path}`,
          `${gitlab.baseUrl}/${path}.git`,
          `${gitlab.baseUrl}/${path}/-/blob/main/catalog-info.yaml`,
        ],
      },
      tearDown: () => gitlab.stop(),
    };
  },
});
