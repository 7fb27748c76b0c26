import PromiseRouter from 'express-promise-router';
import { z } from 'zod';
import type { GitlabServices } from '../GitlabServices';
import type { Variable } from '../model/Variables';
import { answerPage, ApiError, notFound } from './answers';

const flag = z
  .union([z.boolean(), z.enum(['true', 'false'])])
  .transform(value => String(value) === 'true');

const editSchema = z.object({
  value: z.string(),
  variable_type: z.enum(['env_var', 'file']).default('env_var'),
  protected: flag.default(false),
  masked: flag.default(false),
  masked_and_hidden: flag.default(false),
  raw: flag.default(false),
  environment_scope: z.string().default('*'),
  description: z.string().nullish(),
});

const createSchema = editSchema.extend({
  key: z.string().regex(/^\w{1,255}$/),
});

/** CI variables of projects. */
export function variablesApi({ projects, variables, baseUrl }: GitlabServices) {
  const router = PromiseRouter();
  const find = (projectId: number, key: string) => {
    const variable = variables.find(projectId, key);
    if (!variable) {
      throw notFound('Variable');
    }
    return variable;
  };
  const store = (
    projectId: number,
    key: string,
    input: z.infer<typeof editSchema>,
  ) => {
    const variable: Variable = {
      projectId,
      key,
      value: input.value,
      variableType: input.variable_type,
      protected: input.protected,
      masked: input.masked || input.masked_and_hidden,
      raw: input.raw,
      environmentScope: input.environment_scope,
      description: input.description ?? undefined,
    };
    variables.put(variable);
    return variable;
  };

  router.get('/projects/:id/variables', (req, res) => {
    const { id } = projects.get(req.params.id);
    return answerPage(req, res, baseUrl, variables.list(id), present);
  });
  router.post('/projects/:id/variables', (req, res) => {
    const { id } = projects.get(req.params.id);
    const { key, ...input } = createSchema.parse(req.body);
    if (variables.find(id, key)) {
      throw new ApiError(400, {
        message: { key: [`(${key}) has already been taken`] },
      });
    }
    res.status(201).json(present(store(id, key, input)));
  });
  router.get('/projects/:id/variables/:key', (req, res) => {
    res.json(present(find(projects.get(req.params.id).id, req.params.key)));
  });
  router.put('/projects/:id/variables/:key', (req, res) => {
    const { id } = projects.get(req.params.id);
    find(id, req.params.key);
    res.json(present(store(id, req.params.key, editSchema.parse(req.body))));
  });
  router.delete('/projects/:id/variables/:key', (req, res) => {
    const { id } = projects.get(req.params.id);
    find(id, req.params.key);
    variables.remove(id, req.params.key);
    res.status(204).end();
  });
  return router;
}

function present(variable: Variable) {
  return {
    key: variable.key,
    value: variable.value,
    variable_type: variable.variableType,
    protected: variable.protected,
    masked: variable.masked,
    hidden: false,
    raw: variable.raw,
    environment_scope: variable.environmentScope,
    description: variable.description ?? null,
  };
}
