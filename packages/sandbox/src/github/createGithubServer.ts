import { join } from 'node:path';
import express from 'express';
import { GitObjects, GitStore } from '../git';
import { createSmartHttp } from '../git/smartHttp';
import { sameAs } from '../sameAs';
import { systemClock } from '../state';
import { WorkflowRuns } from './actions/WorkflowRuns';
import { createApi } from './api/createApi';
import type { GithubServices } from './GithubServices';
import type { GithubOptions, GithubWorld } from './GithubWorld';
import { createGraphql } from './graphql/createGraphql';
import { Environments } from './model/Environments';
import { PullRequests } from './model/PullRequests';
import { Repositories } from './model/Repositories';
import { Variables } from './model/Variables';
import { sendRunHooks } from './runHook';
import { createWeb } from './web/createWeb';

/** A world in the shape of GitHub on real Git repositories. Whoever calls this listens, and stops listening before `close`. */
export async function createGithubServer(
  options: GithubOptions,
): Promise<GithubWorld> {
  const { dataDir, baseUrl, token, images, clock = systemClock } = options;
  const folder = join(dataDir, 'github');
  const state = (name: string) => join(folder, 'state', name);
  const now = () => clock.now();

  const git = await GitStore.open(join(folder, 'git'));
  const repositories = new Repositories(state('repositories.json'), git, now);
  const pullRequests = new PullRequests(state('pull-requests.json'));
  const environments = new Environments(state('environments.json'));
  const variables = new Variables(state('variables.json'));
  repositories.onRemove(({ id }) => {
    pullRequests.removeRepository(id);
    environments.remove(id);
    variables.removeRepository(id);
  });
  const runs = new WorkflowRuns({
    directory: state('runs'),
    git,
    repositories,
    environments,
    variables,
    pullRequests,
    images,
    imageRepositories: options.imageRepositories,
    parameters: options.parameters,
    baseUrl,
    clock,
    speed: options.speed ?? 1,
    runners: options.runners ?? 4,
    onError: options.onError,
  });

  const services: GithubServices = {
    git,
    objects: new GitObjects(git),
    repositories,
    pullRequests,
    environments,
    variables,
    runs,
    images,
    baseUrl,
    now,
    isToken: sameAs(token),
  };
  const stopHooks = options.webhook
    ? sendRunHooks(services, options.webhook.url)
    : undefined;

  const app = express();
  app.disable('x-powered-by');
  app.use(
    createSmartHttp({
      git,
      visibility: repo => {
        const repository = repositories.find(repo);
        return repository && (repository.private ? 'private' : 'public');
      },
      isToken: services.isToken,
      realm: 'GitHub',
    }),
  );
  app.use('/api/v3', createApi(services));
  app.use('/api/graphql', createGraphql(services));
  app.use(createWeb(services));

  return {
    app,
    git,
    repositories,
    pullRequests,
    environments,
    runs,
    close: async () => {
      stopHooks?.();
      await runs.close();
      for (const part of [
        repositories,
        pullRequests,
        environments,
        variables,
      ]) {
        part.close();
      }
    },
  };
}
