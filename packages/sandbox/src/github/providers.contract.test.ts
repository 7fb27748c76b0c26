import {
  GithubHosts,
  GithubPipelineProvider,
  GithubRepositoryProvider,
} from '@slipway/plugin-gitops-backend-module-github';
import {
  pipelineProviderContract,
  repositoryProviderContract,
} from '@slipway/plugin-gitops-node/testUtils';
import { ContractCommits } from '../__testUtils__/ContractCommits';
import { eventually } from '../__testUtils__/eventually';
import { startGithub, type RunningGithub } from './__testUtils__/startGithub';

const workflow = `
name: delivery
on: { push: { branches: [main, master, trunk] } }
jobs:
  unit: { name: test / unit, runs-on: ubuntu-latest, steps: [{ run: make test }] }
  release: { name: ship / release, needs: unit, runs-on: ubuntu-latest, environment: prod, steps: [{ run: make release }] }
`;

async function createRepository(github: RunningGithub) {
  const { fullName } = await github.world.repositories.create({
    owner: 'demo',
    name: ContractCommits.nextName(),
  });
  await github.api('PUT', `/repos/${fullName}/environments/prod`, {
    reviewers: [{ type: 'Team', id: 1 }],
  });
  return refOf(github, fullName);
}

function refOf({ host }: RunningGithub, path: string) {
  return { provider: 'github', host, path };
}

pipelineProviderContract('GitHub module on the sandbox', {
  async setUp() {
    const github = await startGithub({ speed: 500 });
    const { repositories, runs } = github.world;
    const commits = new ContractCommits(github.world.git);
    return {
      provider: new GithubPipelineProvider(
        GithubHosts.fromConfig(github.config()),
      ),
      world: {
        createProject: async ({ defaultBranch = 'main' } = {}) => {
          const project = await createRepository(github);
          await commits.begin(project.path, defaultBranch, {
            '.github/workflows/delivery.yml': workflow,
          });
          return project;
        },
        pushCommit: async ({ path }, message) => {
          const sha = await commits.push(path, message);
          // GitHub tells of a job only when everything before it has finished
          const { id } = repositories.get(path);
          await runs.settled();
          await eventually(() =>
            runs
              .list(id)
              .every(
                run =>
                  run.sha !== sha ||
                  ['waiting', 'completed'].includes(run.status),
              ),
          );
          return sha;
        },
        failNextPipeline: async ({ path }) => {
          commits.failNext(path);
        },
        unknownProject: () => refOf(github, 'demo/unknown'),
        annotationsOf: ({ path, host }) => ({
          'github.com/project-slug': path,
          'backstage.io/source-location': `url:http://${host}/${path}/tree/main/`,
        }),
      },
      tearDown: () => github.stop(),
    };
  },
});

repositoryProviderContract('GitHub module on the sandbox', {
  async setUp() {
    const github = await startGithub();
    const commits = new ContractCommits(github.world.git);
    return {
      provider: new GithubRepositoryProvider(
        GithubHosts.fromConfig(github.config()),
      ),
      world: {
        createProject: () => createRepository(github),
        commitFiles: ({ path }, message, files, parent) =>
          commits.commit(path, message, files, parent),
        unknownProject: () => refOf(github, 'demo/unknown'),
        urlsOf: ({ path }) => [
          `${github.baseUrl}/${path}`,
          `${github.baseUrl}/${path}.git`,
          `${github.baseUrl}/${path}/blob/main/catalog-info.yaml`,
        ],
      },
      tearDown: () => github.stop(),
    };
  },
});
