import { join } from 'node:path';
import express from 'express';
import { ParameterStore } from '../cluster';
import { GitStore } from '../git';
import { createSmartHttp } from '../git/smartHttp';
import { ImageRegistry, ImageRepositories, Pipelines } from '../pipelines';
import { sameAs } from '../sameAs';
import { systemClock } from '../state';
import { createApi } from './api/createApi';
import type { GitlabServices } from './GitlabServices';
import type { GitlabOptions, GitlabWorld } from './GitlabWorld';
import { createGraphql } from './graphql/createGraphql';
import { Groups } from './model/Groups';
import { MergeRequests } from './model/MergeRequests';
import { Projects } from './model/Projects';
import { Triggers } from './model/Triggers';
import { Variables } from './model/Variables';
import { sendPipelineHooks } from './pipelineHook';
import { createWeb } from './web/createWeb';

/** A world in the shape of GitLab on real Git repositories. Whoever calls this listens, and stops listening before `close`. */
export async function createGitlabServer(
  options: GitlabOptions,
): Promise<GitlabWorld> {
  const { dataDir, baseUrl, token, clock = systemClock } = options;
  const state = (name: string) => join(dataDir, 'state', name);
  const now = () => clock.now();

  const git = await GitStore.open(join(dataDir, 'git'));
  const images = ImageRegistry.open(state('images.json'));
  const imageRepositories = new ImageRepositories(
    state('image-repositories.json'),
  );
  const groups = new Groups(state('groups.json'), now);
  if (!groups.find('demo')) {
    groups.create({
      name: 'demo',
      path: 'demo',
      description: 'Where the sandbox begins',
    });
  }
  const projects = new Projects(state('projects.json'), git, groups, now);
  const variables = new Variables(state('variables.json'));
  const triggers = new Triggers(state('triggers.json'));
  const mergeRequests = new MergeRequests(state('merge-requests.json'));
  const pipelines = new Pipelines({
    directory: state('pipelines'),
    git,
    projects,
    images,
    imageRepositories,
    parameters: options.parameters ?? new ParameterStore(),
    variablesOf: projectId => variables.list(projectId),
    openMergeRequestsOf: projectId => mergeRequests.listOpen(projectId),
    baseUrl,
    clock,
    speed: options.speed ?? 1,
    runners: options.runners ?? 4,
    onError: options.onError,
  });
  projects.onRemove(({ id, fullPath }) => {
    variables.remove(id);
    triggers.remove(id);
    mergeRequests.removeProject(id);
    images.removeRepository(`registry.localhost/${fullPath.toLowerCase()}`);
  });

  const services: GitlabServices = {
    git,
    groups,
    projects,
    variables,
    triggers,
    mergeRequests,
    pipelines,
    images,
    baseUrl,
    now,
    isToken: sameAs(token),
  };
  const stopHooks = options.webhook
    ? sendPipelineHooks(services, options.webhook)
    : undefined;

  const app = express();
  app.disable('x-powered-by');
  app.use(
    createSmartHttp({
      git,
      visibility: repo => {
        const project = projects.find(repo);
        return (
          project && (project.visibility === 'public' ? 'public' : 'private')
        );
      },
      isToken: services.isToken,
    }),
  );
  app.use('/api/v4', createApi(services));
  app.use('/api/graphql', createGraphql(services));
  app.use(createWeb(services));

  return {
    app,
    git,
    images,
    imageRepositories,
    groups,
    projects,
    pipelines,
    close: async () => {
      stopHooks?.();
      await pipelines.close();
      for (const part of [
        images,
        imageRepositories,
        groups,
        projects,
        variables,
        triggers,
        mergeRequests,
      ]) {
        part.close();
      }
    },
  };
}
