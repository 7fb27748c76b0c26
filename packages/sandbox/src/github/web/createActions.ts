import { ConflictError, InputError } from '@backstage/errors';
import type { ErrorRequestHandler, Request, RequestHandler } from 'express';
import PromiseRouter from 'express-promise-router';
import { ApiError } from '../api/answers';
import type { GithubServices } from '../GithubServices';
import { mergePullRequest } from '../mergePullRequest';
import { sendRefusal } from './page';
import { pullPage, pullPath } from './pullPages';
import { runPath } from './runPath';

const answerRefusals: ErrorRequestHandler = (error, _req, res, next) => {
  if (error instanceof InputError || error instanceof ConflictError) {
    sendRefusal(res, 409, error.message);
  } else {
    next(error);
  }
};

/**
 * The buttons of the web pages. There is no login here, so a request has to come from one of these pages: browsers say so in
 * `Origin`, which no other site can set.
 */
export function createActions(services: GithubServices) {
  const { repositories, pullRequests, runs } = services;
  const router = PromiseRouter();
  const repositoryOf = (req: Request) =>
    repositories.get(`${req.params.owner}/${req.params.repo}`);

  router.post('/:owner/:repo/*', fromOwnPage(services.baseUrl));
  router.post('/:owner/:repo/pull/:number/merge', async (req, res) => {
    const repository = repositoryOf(req);
    const number = Number(req.params.number);
    const request = pullRequests.get(repository.id, number);
    try {
      await mergePullRequest(services, repository, request);
    } catch (error) {
      if (!(error instanceof ApiError || error instanceof ConflictError)) {
        throw error;
      }
      res.status(409);
      const problem = `${error.message}.`;
      await pullPage(services, repository, number, res, problem);
      return;
    }
    res.redirect(303, pullPath(repository, number));
  });
  const run = '/:owner/:repo/actions/runs/:run';
  router.post(
    `${run}/:verdict(approve|reject)/:environment`,
    async (req, res) => {
      const repository = repositoryOf(req);
      const id = Number(req.params.run);
      const state = req.params.verdict === 'approve' ? 'approved' : 'rejected';
      await runs.review(repository.id, id, [req.params.environment], state, '');
      res.redirect(303, runPath(repository, id));
    },
  );
  router.post(`${run}/:verb(rerun|rerun-failed)`, async (req, res) => {
    const repository = repositoryOf(req);
    const id = Number(req.params.run);
    const which = req.params.verb === 'rerun' ? 'all' : 'failed';
    await runs.rerun(repository.id, id, which);
    res.redirect(303, runPath(repository, id));
  });
  router.post(
    '/:owner/:repo/actions/workflows/:file/dispatch',
    async (req, res) => {
      const repository = repositoryOf(req);
      const branch = await services.git.defaultBranch(repository.fullName);
      const started = await runs.dispatch(
        repository,
        `.github/workflows/${req.params.file}`,
        branch ?? 'main',
        {},
      );
      res.redirect(303, runPath(repository, started.id));
    },
  );
  router.use(answerRefusals);
  return router;
}

function fromOwnPage(baseUrl: string): RequestHandler {
  const own = new URL(baseUrl).origin;
  return (req, res, next) => {
    if (req.headers.origin === own) {
      next();
    } else {
      sendRefusal(res, 403, 'Only a button of these pages may do this.');
    }
  };
}
