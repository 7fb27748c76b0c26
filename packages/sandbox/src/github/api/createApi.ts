import express from 'express';
import PromiseRouter from 'express-promise-router';
import type { GithubServices } from '../GithubServices';
import { accountsApi } from './accountsApi';
import { actionsApi } from './actionsApi';
import { answerErrors, ApiError, limitHeaders } from './answers';
import { authenticate } from './authenticate';
import { commitsApi } from './commitsApi';
import { contentsApi } from './contentsApi';
import { environmentsApi } from './environmentsApi';
import { gitApi } from './gitApi';
import { pullsApi } from './pullsApi';
import { repositoriesApi } from './repositoriesApi';
import { variablesApi } from './variablesApi';

/** REST; mounted at `/api/v3`. */
export function createApi(services: GithubServices) {
  const router = PromiseRouter();
  router.use(express.json({ limit: '50mb' }));
  router.use(limitHeaders(services.now));
  router.use(authenticate(services.isToken));
  router.get('/', (_req, res) => {
    const api = `${services.baseUrl}/api/v3`;
    res.json({
      current_user_url: `${api}/user`,
      repository_url: `${api}/repos/{owner}/{repo}`,
    });
  });
  router.get('/rate_limit', (_req, res) => {
    const core = {
      limit: 5000,
      used: 1,
      remaining: 4999,
      reset: Math.floor(services.now().getTime() / 1000) + 3600,
    };
    res.json({ resources: { core, graphql: core }, rate: core });
  });
  router.use(
    accountsApi(services),
    repositoriesApi(services),
    environmentsApi(services),
    variablesApi(services),
    actionsApi(services),
    contentsApi(services),
    gitApi(services),
    pullsApi(services),
    commitsApi(services),
  );
  router.use(() => {
    throw new ApiError(404, 'Not Found');
  });
  router.use(answerErrors);
  return router;
}
