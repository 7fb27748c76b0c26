import PromiseRouter from 'express-promise-router';
import type { GitlabServices } from '../GitlabServices';
import { answerErrors, ApiError } from './answers';
import { authenticate } from './authenticate';
import { branchesApi } from './branchesApi';
import { groupsApi } from './groupsApi';
import { mergeRequestsApi } from './mergeRequestsApi';
import { pipelinesApi } from './pipelinesApi';
import { projectsApi } from './projectsApi';
import { readBody } from './readBody';
import { repositoryApi } from './repositoryApi';
import { triggerPipelineApi, triggersApi } from './triggersApi';
import { variablesApi } from './variablesApi';

/** REST v4; mounted at `/api/v4`. */
export function createApi(services: GitlabServices) {
  const router = PromiseRouter();
  router.use(...readBody);
  router.use(triggerPipelineApi(services));
  router.use(authenticate(services.isToken));
  router.use(
    groupsApi(services),
    projectsApi(services),
    repositoryApi(services),
    branchesApi(services),
    variablesApi(services),
    pipelinesApi(services),
    triggersApi(services),
    mergeRequestsApi(services),
  );
  router.use(() => {
    throw new ApiError(404, { error: '404 Not Found' });
  });
  router.use(answerErrors);
  return router;
}
