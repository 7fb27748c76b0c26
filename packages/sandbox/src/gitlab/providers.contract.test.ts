import {
  GitlabHosts,
  GitlabPipelineProvider,
  GitlabRepositoryProvider,
} from '@slipway/plugin-gitops-backend-module-gitlab';
import {
  pipelineProviderContract,
  repositoryProviderContract,
} from '@slipway/plugin-gitops-node/testUtils';
import { startGitlab, type RunningGitlab } from './__testUtils__/startGitlab';

const ciFile = `
stages: [test, ship]
unit: { stage: test, script: [make test] }
release: { stage: ship, script: [make release], rules: [{ when: manual }] }
`;

let number = 0;

async function createProject(gitlab: RunningGitlab) {
  number += 1;
  const { fullPath } = await gitlab.world.projects.create({
    namespace: 'demo',
    path: `contract-${number}`,
  });
  return refOf(gitlab, fullPath);
}

function refOf({ host }: RunningGitlab, path: string) {
  return { provider: 'gitlab', host, path };
}

pipelineProviderContract('GitLab module on the sandbox', {
  async setUp() {
    const gitlab = await startGitlab({ speed: 20 });
    const { git } = gitlab.world;
    const failNext = new Set<string>();
    return {
      provider: new GitlabPipelineProvider(
        GitlabHosts.fromConfig(gitlab.config()),
      ),
      world: {
        createProject: async ({ defaultBranch = 'main' } = {}) => {
          const project = await createProject(gitlab);
          await git.commitFiles(
            project.path,
            defaultBranch,
            [{ action: 'write', path: '.gitlab-ci.yml', content: ciFile }],
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
          return sha;
        },
        failNextPipeline: async ({ path }) => {
          failNext.add(path);
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
    return {
      provider: new GitlabRepositoryProvider(
        GitlabHosts.fromConfig(gitlab.config()),
      ),
      world: {
        createProject: () => createProject(gitlab),
        commitFiles: async ({ path }, message, files, parent) => {
          number += 1;
          const { sha } = await gitlab.world.git.commitFiles(
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
