import { NotFoundError } from '@backstage/errors';
import type { ErrorRequestHandler, Request, Response } from 'express';
import PromiseRouter from 'express-promise-router';
import { splitRef } from '../../web/splitRef';
import type { GitlabServices } from '../GitlabServices';
import type { Project } from '../model/Projects';
import { commitPage, commitsPage, comparePage } from './commitPages';
import { createActions } from './createActions';
import { mergeRequestPage, mergeRequestsPage } from './mergeRequestPages';
import { projectsPage } from './overviewPages';
import { sendNotFound } from './page';
import { jobPage, pipelinePage, pipelinesPage } from './pipelinePages';
import { blobPage, rawFile, treePage } from './repositoryPages';

const answerNotFound: ErrorRequestHandler = (error, _req, res, next) => {
  if (error instanceof NotFoundError) {
    sendNotFound(res, error.message);
  } else {
    next(error);
  }
};

/** Web pages at GitLab's URLs, so that links from elsewhere lead somewhere. They show; `createActions` has the few buttons. */
export function createWeb(services: GitlabServices) {
  const { projects, groups, git, pipelines } = services;
  const router = PromiseRouter();

  const defaultPlace = async (project: Project) => {
    const ref = await git.defaultBranch(project.fullPath);
    return ref ? { ref, path: '' } : undefined;
  };

  const page = async (
    project: Project,
    kind: string,
    rest: string,
    req: Request,
    res: Response,
  ) => {
    const id = Number(rest);
    switch (kind) {
      case 'pipelines':
        return rest
          ? pipelinePage(services, project, pipelines.get(project.id, id), res)
          : pipelinesPage(services, project, res);
      case 'jobs':
        return jobPage(services, project, id, res);
      case 'merge_requests':
        return rest
          ? mergeRequestPage(services, project, id, res)
          : mergeRequestsPage(services, project, res);
      case 'commit':
        return commitPage(services, project, rest, res);
      case 'compare': {
        const [from = '', to = ''] = rest.split('...');
        return comparePage(services, project, [from, to], res);
      }
      default:
    }
    const place = rest
      ? await splitRef(git, project.fullPath, rest)
      : await defaultPlace(project);
    if (kind === 'commits' && (place || !rest)) {
      return commitsPage(services, project, place, res);
    }
    if (kind === 'tree' && (place || !rest)) {
      return treePage(services, project, place, res);
    }
    if (kind === 'blob' && place) {
      return blobPage(services, project, place, res);
    }
    if (kind === 'raw' && place) {
      return rawFile(services, project, place, res);
    }
    return sendNotFound(res, `There is no page ${req.path}`, project);
  };

  router.get('/', (_req, res) => projectsPage(services, undefined, res));
  router.get(/^\/(.+?)\/-\/([a-z_]+)(?:\/(.*?))?\/?$/, async (req, res) => {
    const project = projects.find(req.params[0]);
    if (!project) {
      sendNotFound(res, `There is no project ${req.params[0]}`);
      return;
    }
    await page(project, req.params[1], req.params[2] ?? '', req, res);
  });
  router.get(/^\/(?:groups\/)?(.+?)(?:\.git)?\/?$/, async (req, res) => {
    const name = req.params[0];
    const project = projects.find(name);
    if (project) {
      await treePage(services, project, await defaultPlace(project), res);
    } else if (groups.find(name)) {
      projectsPage(services, name, res);
    } else {
      sendNotFound(res, `There is no project or group ${name}`);
    }
  });
  router.use(createActions(services));
  router.use(answerNotFound);
  return router;
}
