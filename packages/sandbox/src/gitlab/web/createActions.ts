import { ConflictError, InputError } from '@backstage/errors';
import type { Request, RequestHandler } from 'express';
import PromiseRouter from 'express-promise-router';
import type { GitlabServices } from '../GitlabServices';
import { encodePath } from '../links';
import { acceptMergeRequest } from '../mergeRequests';
import { mergeRequestPage } from './mergeRequestPages';
import { sendRefusal } from './page';

/**
 * The buttons of the web pages. There is no login here, so a request has to come from one of these pages: browsers say so in
 * `Origin`, which no other site can set.
 */
export function createActions(services: GitlabServices) {
  const { projects, mergeRequests, pipelines } = services;
  const router = PromiseRouter();
  const projectOf = (req: Request) => projects.get(req.params[0]);

  router.post(/^\/.+\/-\/.+$/, fromOwnPage(services.baseUrl));
  router.post(
    /^\/(.+?)\/-\/merge_requests\/(\d+)\/merge$/,
    async (req, res) => {
      const project = projectOf(req);
      const iid = Number(req.params[1]);
      const request = mergeRequests.get(project.id, iid);
      const result = await acceptMergeRequest(services, project, request).catch(
        error => {
          if (error instanceof ConflictError) {
            return { type: 'conflicts' } as const;
          }
          throw error;
        },
      );
      if (result.type === 'conflicts') {
        res.status(409);
        const problem = `${request.sourceBranch} cannot be merged: it conflicts with ${request.targetBranch}.`;
        await mergeRequestPage(services, project, iid, res, problem);
        return;
      }
      res.redirect(
        303,
        `/${encodePath(project.fullPath)}/-/merge_requests/${iid}`,
      );
    },
  );
  router.post(/^\/(.+?)\/-\/jobs\/(\d+)\/(play|retry)$/, (req, res) => {
    const { id, fullPath } = projectOf(req);
    const job = Number(req.params[1]);
    try {
      const started =
        req.params[2] === 'play'
          ? pipelines.play(id, job)
          : pipelines.retryJob(id, job);
      res.redirect(303, `/${encodePath(fullPath)}/-/jobs/${started.id}`);
    } catch (error) {
      if (!(error instanceof InputError)) {
        throw error;
      }
      sendRefusal(res, 409, 'This job cannot be started now.');
    }
  });
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
