import type { Request } from 'express';
import PromiseRouter from 'express-promise-router';
import { z } from 'zod';
import type { GitlabServices } from '../GitlabServices';
import { projectUrl } from '../links';
import {
  acceptMergeRequest,
  changesOf,
  openMergeRequest,
  pipelinesOf,
} from '../mergeRequests';
import type { MergeRequest } from '../model/MergeRequests';
import { answerPage, ApiError } from './answers';
import { presentDiff, presentMergeRequest, presentPipeline } from './present';

const labels = z.union([z.string(), z.array(z.string())]).transform(value =>
  [value]
    .flat()
    .flatMap(text => text.split(','))
    .filter(Boolean),
);

const createSchema = z.object({
  source_branch: z.string(),
  target_branch: z.string(),
  title: z.string(),
  description: z.string().nullish(),
  labels: labels.optional(),
  remove_source_branch: z.coerce.boolean().optional(),
});

const editSchema = z.object({
  title: z.string().optional(),
  description: z.string().optional(),
  state_event: z.enum(['close', 'reopen']).optional(),
});

const filterSchema = z.object({
  state: z.string().default('all'),
  source_branch: z.string().optional(),
  target_branch: z.string().optional(),
});

/** Merge requests, up to their merge. */
export function mergeRequestsApi(services: GitlabServices) {
  const { projects, mergeRequests, git, baseUrl, now } = services;
  const router = PromiseRouter();
  const projectOf = (req: Request) => projects.get(req.params.id);
  const present = (req: Request, request: MergeRequest) =>
    presentMergeRequest(
      request,
      baseUrl,
      projectUrl(baseUrl, projectOf(req).fullPath),
    );
  const requestOf = (req: Request) =>
    mergeRequests.get(projectOf(req).id, Number(req.params.iid));

  router.get('/projects/:id/merge_requests', (req, res) => {
    const filter = filterSchema.parse(req.query);
    const found = mergeRequests
      .list(projectOf(req).id)
      .filter(
        request =>
          (filter.state === 'all' || request.state === filter.state) &&
          (!filter.source_branch ||
            request.sourceBranch === filter.source_branch) &&
          (!filter.target_branch ||
            request.targetBranch === filter.target_branch),
      );
    return answerPage(req, res, baseUrl, found, request =>
      present(req, request),
    );
  });
  router.post('/projects/:id/merge_requests', async (req, res) => {
    const { id, fullPath } = projectOf(req);
    const input = createSchema.parse(req.body);
    for (const branch of [input.source_branch, input.target_branch]) {
      if (!(await git.resolveRevision(fullPath, `refs/heads/${branch}`))) {
        throw new ApiError(400, {
          message: { validate_branches: [`Branch "${branch}" does not exist`] },
        });
      }
    }
    const open = mergeRequests
      .list(id)
      .find(
        request =>
          request.state === 'opened' &&
          request.sourceBranch === input.source_branch &&
          request.targetBranch === input.target_branch,
      );
    if (open) {
      throw new ApiError(409, {
        message: [
          `Another open merge request already exists for this source branch: !${open.iid}`,
        ],
      });
    }
    const request = openMergeRequest(services, {
      projectId: id,
      title: input.title,
      description: input.description ?? '',
      sourceBranch: input.source_branch,
      targetBranch: input.target_branch,
      labels: input.labels ?? [],
      removeSourceBranch: input.remove_source_branch ?? false,
    });
    res.status(201).json(present(req, request));
  });
  router.get('/projects/:id/merge_requests/:iid', (req, res) => {
    res.json(present(req, requestOf(req)));
  });
  router.put('/projects/:id/merge_requests/:iid', (req, res) => {
    const request = requestOf(req);
    const { state_event: event, ...change } = editSchema.parse(req.body);
    const state = event && (event === 'close' ? 'closed' : 'opened');
    const changed: MergeRequest = {
      ...request,
      ...change,
      state: request.state === 'merged' ? 'merged' : (state ?? request.state),
      updatedAt: now().toISOString(),
    };
    mergeRequests.put(changed);
    res.json(present(req, changed));
  });
  router.put('/projects/:id/merge_requests/:iid/merge', async (req, res) => {
    const project = projectOf(req);
    const result = await acceptMergeRequest(services, project, requestOf(req));
    switch (result.type) {
      case 'notOpen':
        throw new ApiError(405, { message: '405 Method Not Allowed' });
      case 'conflicts':
        throw new ApiError(422, { message: 'Branch cannot be merged' });
      default:
        res.json(present(req, result.request));
    }
  });
  router.get('/projects/:id/merge_requests/:iid/diffs', async (req, res) => {
    const files = await changesOf(services, projectOf(req), requestOf(req));
    await answerPage(req, res, baseUrl, files, presentDiff);
  });
  router.get('/projects/:id/merge_requests/:iid/pipelines', (req, res) => {
    const url = projectUrl(baseUrl, projectOf(req).fullPath);
    const found = pipelinesOf(services, requestOf(req));
    return answerPage(req, res, baseUrl, found, pipeline =>
      presentPipeline(pipeline, url),
    );
  });
  router.get('/projects/:id/merge_requests/:iid/approval_rules', (req, res) => {
    requestOf(req);
    res.json([]);
  });
  return router;
}
