import { NotFoundError } from '@backstage/errors';
import type { ErrorRequestHandler, Request, Response } from 'express';
import PromiseRouter from 'express-promise-router';
import { splitRef } from '../../web/splitRef';
import type { GithubServices } from '../GithubServices';
import { findAccount } from '../model/accounts';
import type { Repository } from '../model/Repositories';
import { blobPage, rawFile, repositoriesPage, treePage } from './codePages';
import { commitPage, commitsPage, comparePage } from './commitPages';
import { createActions } from './createActions';
import { sendNotFound } from './page';
import { pullPage, pullsPage } from './pullPages';
import { jobPage, runPage, runsPage } from './runPages';

const answerNotFound: ErrorRequestHandler = (error, _req, res, next) => {
  if (error instanceof NotFoundError) {
    sendNotFound(res, error.message);
  } else {
    next(error);
  }
};

/** Web pages at GitHub's URLs, so that links from elsewhere lead somewhere; with a few buttons for what people do by hand. */
export function createWeb(services: GithubServices) {
  const { repositories, git, runs } = services;
  const router = PromiseRouter();
  router.use(createActions(services));

  const mainPlace = async ({ fullName }: Repository) => {
    const ref = await git.defaultBranch(fullName);
    return ref ? { ref, path: '' } : undefined;
  };

  const actions = (
    repository: Repository,
    rest: string,
    res: Response,
  ): Promise<void> | void => {
    const [, runId, jobId] = /^runs\/(\d+)(?:\/job\/(\d+))?/.exec(rest) ?? [];
    if (jobId) {
      return jobPage(services, repository, Number(jobId), res);
    }
    return runId
      ? runPage(
          services,
          repository,
          runs.get(repository.id, Number(runId)),
          res,
        )
      : runsPage(services, repository, res);
  };

  const page = async (
    repository: Repository,
    kind: string,
    rest: string,
    req: Request,
    res: Response,
  ): Promise<void> => {
    switch (kind) {
      case '':
        return treePage(services, repository, await mainPlace(repository), res);
      case 'actions':
        return actions(repository, rest, res);
      case 'pulls':
        return pullsPage(services, repository, res);
      case 'pull':
        return pullPage(services, repository, Number.parseInt(rest, 10), res);
      case 'commit':
        return commitPage(services, repository, rest, res);
      case 'compare': {
        const [from = '', to = ''] = rest.split('...');
        return comparePage(services, repository, [from, to], res);
      }
      default:
    }
    const place = rest
      ? await splitRef(git, repository.fullName, rest)
      : await mainPlace(repository);
    if (kind === 'commits' && (place || !rest)) {
      return commitsPage(services, repository, place, res);
    }
    if (kind === 'tree' && place) {
      return treePage(services, repository, place, res);
    }
    if (kind === 'blob' && place) {
      return blobPage(services, repository, place, res);
    }
    if (kind === 'raw' && place) {
      return rawFile(services, repository, place, res);
    }
    return sendNotFound(res, `There is no page ${req.path}`, repository);
  };

  router.get('/', (_req, res) => repositoriesPage(services, undefined, res));
  router.get('/:owner', (req, res) => {
    const account = findAccount(req.params.owner);
    if (account) {
      repositoriesPage(services, account.login, res);
    } else {
      sendNotFound(res, `There is nobody called ${req.params.owner}`);
    }
  });
  router.get(
    /^\/([^/]+)\/([^/]+)(?:\/([^/]+)(?:\/(.*?))?)?\/?$/,
    async (req, res) => {
      const [owner, repo, kind = '', rest = ''] = Object.values(req.params);
      const name = `${owner}/${repo.replace(/\.git$/, '')}`;
      const repository = repositories.find(name);
      if (!repository) {
        sendNotFound(res, `There is no repository ${name}`);
        return;
      }
      await page(repository, kind, rest, req, res);
    },
  );
  router.use(answerNotFound);
  return router;
}
