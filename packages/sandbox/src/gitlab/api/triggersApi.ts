import { InputError } from '@backstage/errors';
import type { Request, Response } from 'express';
import PromiseRouter from 'express-promise-router';
import { z } from 'zod';
import type { GitlabServices } from '../GitlabServices';
import { projectUrl } from '../links';
import type { Trigger } from '../model/Triggers';
import { answerPage, ApiError, notFound } from './answers';
import { presentPipelineDetail, presentUser } from './present';

const triggerSchema = z
  .object({
    token: z.string(),
    ref: z.string(),
    variables: z.record(z.string()).default({}),
  })
  .passthrough();

/** `POST …/trigger/pipeline`: the trigger's own token is all that it needs, so this stands before the authentication. */
export function triggerPipelineApi({
  projects,
  triggers,
  pipelines,
  baseUrl,
}: GitlabServices) {
  const router = PromiseRouter();
  const trigger = async (req: Request, res: Response) => {
    const input = triggerSchema.parse({
      ref: req.params.ref,
      ...req.query,
      ...req.body,
    });
    const project = projects.find(req.params.id);
    if (
      !project ||
      !triggers.list(project.id).some(({ token }) => token === input.token)
    ) {
      throw notFound('Project');
    }
    // a multipart form names them variables[KEY]
    const inForm = Object.entries(input).flatMap(([name, value]) => {
      const key = /^variables\[(\w+)\]$/.exec(name)?.[1];
      return key && typeof value === 'string' ? [[key, value] as const] : [];
    });
    try {
      const pipeline = await pipelines.create({
        project: project.id,
        ref: input.ref,
        source: 'trigger',
        variables: { ...input.variables, ...Object.fromEntries(inForm) },
      });
      const url = projectUrl(baseUrl, project.fullPath);
      res.status(201).json(presentPipelineDetail(pipeline, baseUrl, url));
    } catch (error) {
      throw error instanceof InputError
        ? new ApiError(400, { message: { base: [error.message] } })
        : error;
    }
  };
  router.post('/projects/:id/trigger/pipeline', trigger);
  router.post('/projects/:id/ref/:ref/trigger/pipeline', trigger);
  return router;
}

/** The trigger tokens themselves. */
export function triggersApi({
  projects,
  triggers,
  baseUrl,
  now,
}: GitlabServices) {
  const router = PromiseRouter();
  const present = ({ id, token, description, createdAt }: Trigger) => ({
    id,
    token,
    description,
    created_at: createdAt,
    updated_at: createdAt,
    last_used: null,
    owner: presentUser(baseUrl),
  });
  router.get('/projects/:id/triggers', (req, res) =>
    answerPage(
      req,
      res,
      baseUrl,
      triggers.list(projects.get(req.params.id).id),
      present,
    ),
  );
  router.post('/projects/:id/triggers', (req, res) => {
    const { id } = projects.get(req.params.id);
    const { description } = z
      .object({ description: z.string() })
      .parse({ ...req.query, ...req.body });
    res.status(201).json(present(triggers.create(id, description, now())));
  });
  router.delete('/projects/:id/triggers/:trigger', (req, res) => {
    const { id } = projects.get(req.params.id);
    const wanted = Number(req.params.trigger);
    if (!triggers.list(id).some(trigger => trigger.id === wanted)) {
      throw notFound('Trigger');
    }
    triggers.remove(id, wanted);
    res.status(204).end();
  });
  return router;
}
