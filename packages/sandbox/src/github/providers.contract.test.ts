import {
  GithubHosts,
  GithubPipelineProvider,
  GithubRepositoryProvider,
} from '@slipway/plugin-gitops-backend-module-github';
import {
  pipelineProviderContract,
  repositoryProviderContract,
} from '@slipway/plugin-gitops-node/testUtils';
import {
  eventually,
  startGithub,
  type RunningGithub,
} from './__testUtils__/startGithub';

const workflow = `
name: delivery
on: { push: { branches: [main, master, trunk] } }
jobs:
  unit: { name: test / unit, runs-on: ubuntu-latest, steps: [{ run: make test }] }
  release: { name: ship / release, needs: unit, runs-on: ubuntu-latest, environment: prod, steps: [{ run: make release }] }
`;

let number = 0;

async function createRepository(github: RunningGithub) {
  number += 1;
  const name = `contract-${number}`;
  const { fullName } = await github.world.repositories.create({
    owner: 'demo',
    name,
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
    const { git, repositories, runs } = github.world;
    const failNext = new Set<string>();
    return {
      provider: new GithubPipelineProvider(
        GithubHosts.fromConfig(github.config()),
      ),
      world: {
        createProject: async ({ defaultBranch = 'main' } = {}) => {
          const project = await createRepository(github);
          await git.commitFiles(
            project.path,
            defaultBranch,
            [
              {
                action: 'write',
                path: '.github/workflows/delivery.yml',
                content: workflow,
              },
            ],
            { message: 'chore: begin', notify: false },
          );
          return project;
        },
        pushCommit: async ({ path }, message) => {
          const branch = (await git.defaultBranch(path)) ?? 'main';
          const body = failNext.delete(path) ? '\n\n[fail:unit]' : '';
          number += 1;
          const { sha } = await git.commitFiles(
            path,
            branch,
            [{ action: 'write', path: 'app.py', content: `${number}` }],
            { message: message + body },
          );
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
          failNext.add(path);
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
    return {
      provider: new GithubRepositoryProvider(
        GithubHosts.fromConfig(github.config()),
      ),
      world: {
        createProject: () => createRepository(github),
        commitFiles: async ({ path }, message, files, parent) => {
          number += 1;
          const { sha } = await github.world.git.commitFiles(
            path,
            parent ? `side-${number}` : 'main',
            Object.entries(files).map(([file, content]) => ({
              action: 'write',
              path: file,
              content,
            })),
            { message, startFrom: parent },
          );
          return sha;
        },
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
