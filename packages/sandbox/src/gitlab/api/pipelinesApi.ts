import { InputError } from '@backstage/errors';
import type { Request } from 'express';
import PromiseRouter from 'express-promise-router';
import { z } from 'zod';
import type { CiJob, CiPipeline } from '../../pipelines';
import type { GitlabServices } from '../GitlabServices';
import { projectUrl } from '../links';
import { answerPage, ApiError } from './answers';
import { presentJob, presentPipeline, presentPipelineDetail } from './present';

const filterSchema = z.object({
  ref: z.string().optional(),
  sha: z.string().optional(),
  status: z.string().optional(),
  source: z.string().optional(),
  updated_after: z.coerce.date().optional(),
  updated_before: z.coerce.date().optional(),
  sort: z.enum(['asc', 'desc']).default('desc'),
});

const createSchema = z.object({
  ref: z.string(),
  variables: z
    .array(z.object({ key: z.string(), value: z.string() }))
    .default([]),
});

/** Pipelines and jobs. */
export function pipelinesApi({
  projects,
  pipelines,
  git,
  baseUrl,
}: GitlabServices) {
  const router = PromiseRouter();
  const projectOf = (req: Request) => projects.get(req.params.id);
  const urlOf = (req: Request) => projectUrl(baseUrl, projectOf(req).fullPath);
  const pipelineOf = (req: Request) =>
    pipelines.get(projectOf(req).id, Number(req.params.pipeline));
  const detail = (req: Request, pipeline: CiPipeline) =>
    presentPipelineDetail(pipeline, baseUrl, urlOf(req));
  const present = async (req: Request, job: CiJob, pipeline: CiPipeline) =>
    presentJob(job, pipeline, {
      baseUrl,
      url: urlOf(req),
      commit: await git
        .commit(projectOf(req).fullPath, pipeline.sha)
        .catch(() => undefined),
    });

  router.get('/projects/:id/pipelines', (req, res) => {
    const filter = filterSchema.parse(req.query);
    const found = pipelines
      .list(projectOf(req).id)
      .filter(
        pipeline =>
          (!filter.ref || pipeline.ref === filter.ref) &&
          (!filter.sha || pipeline.sha === filter.sha) &&
          (!filter.status || pipeline.status === filter.status) &&
          (!filter.source || pipeline.source === filter.source) &&
          (!filter.updated_after ||
            Date.parse(pipeline.updatedAt) > filter.updated_after.getTime()) &&
          (!filter.updated_before ||
            Date.parse(pipeline.updatedAt) < filter.updated_before.getTime()),
      );
    const sorted = filter.sort === 'asc' ? [...found].reverse() : found;
    return answerPage(req, res, baseUrl, sorted, pipeline =>
      presentPipeline(pipeline, urlOf(req)),
    );
  });
  router.post('/projects/:id/pipeline', async (req, res) => {
    const { ref, variables } = createSchema.parse({
      ...req.query,
      ...req.body,
    });
    try {
      const pipeline = await pipelines.create({
        project: projectOf(req).id,
        ref,
        source: 'api',
        variables: Object.fromEntries(
          variables.map(({ key, value }) => [key, value]),
        ),
      });
      res.status(201).json(detail(req, pipeline));
    } catch (error) {
      throw error instanceof InputError
        ? new ApiError(400, { message: { base: [error.message] } })
        : error;
    }
  });
  router.get('/projects/:id/pipelines/latest', (req, res) => {
    const { id } = projectOf(req);
    const ref = z.string().optional().parse(req.query.ref);
    const [latest] = pipelines
      .list(id)
      .filter(pipeline => !ref || pipeline.ref === ref);
    if (!latest) {
      throw new ApiError(403, { message: '403 Forbidden' });
    }
    res.json(detail(req, latest));
  });
  router.get('/projects/:id/pipelines/:pipeline', (req, res) => {
    res.json(detail(req, pipelineOf(req)));
  });
  router.post('/projects/:id/pipelines/:pipeline/retry', (req, res) => {
    const { projectId, id } = pipelineOf(req);
    res.status(201).json(detail(req, pipelines.retry(projectId, id)));
  });
  router.post('/projects/:id/pipelines/:pipeline/cancel', (req, res) => {
    const { projectId, id } = pipelineOf(req);
    res.json(detail(req, pipelines.cancel(projectId, id)));
  });
  router.get('/projects/:id/pipelines/:pipeline/variables', (req, res) => {
    const entries = Object.entries(pipelineOf(req).variables);
    res.json(
      entries.map(([key, value]) => ({ key, value, variable_type: 'env_var' })),
    );
  });
  router.get('/projects/:id/pipelines/:pipeline/jobs', (req, res) => {
    const pipeline = pipelineOf(req);
    const { include_retried: retried } = z
      .object({ include_retried: z.string().optional() })
      .parse(req.query);
    const jobs = pipeline.jobs.filter(
      job => retried === 'true' || !job.retried,
    );
    // GitLab gives the newest job first
    const newest = [...jobs].sort((a, b) => b.id - a.id);
    return answerPage(req, res, baseUrl, newest, job =>
      present(req, job, pipeline),
    );
  });

  router.get('/projects/:id/jobs', (req, res) => {
    const jobs = pipelines
      .list(projectOf(req).id)
      .flatMap(pipeline => pipeline.jobs.map(job => ({ job, pipeline })))
      .sort((a, b) => b.job.id - a.job.id);
    return answerPage(req, res, baseUrl, jobs, ({ job, pipeline }) =>
      present(req, job, pipeline),
    );
  });
  const jobOf = (req: Request) =>
    pipelines.getJob(projectOf(req).id, Number(req.params.job));
  router.get('/projects/:id/jobs/:job', async (req, res) => {
    const { job, pipeline } = jobOf(req);
    res.json(await present(req, job, pipeline));
  });
  router.get('/projects/:id/jobs/:job/trace', (req, res) => {
    res.type('text/plain').send(jobOf(req).job.log);
  });
  router.post('/projects/:id/jobs/:job/play', async (req, res) => {
    const { job, pipeline } = jobOf(req);
    const played = pipelines.play(pipeline.projectId, job.id);
    res.json(await present(req, played, jobOf(req).pipeline));
  });
  router.post('/projects/:id/jobs/:job/retry', async (req, res) => {
    const { job, pipeline } = jobOf(req);
    const retried = pipelines.retryJob(pipeline.projectId, job.id);
    res.status(201).json(await present(req, retried, jobOf(req).pipeline));
  });
  return router;
}
