import type { Router } from 'express';
import PromiseRouter from 'express-promise-router';
import { z } from 'zod';
import { sameJson } from '../../render/json';
import { ArgocdError } from '../ArgocdError';
import { projectInputSchema, type Project, type ProjectSpec } from '../model';
import { specProblems } from '../projectRules';
import { parseBody, type HttpContext } from './context';

const bodySchema = z.object({
  project: projectInputSchema.optional(),
  upsert: z.boolean().nullish(),
});

/** AppProjects. */
export function projectRoutes({ store }: HttpContext): Router {
  const router = PromiseRouter();

  router.get('/projects', async (_req, res) => {
    res.json({
      metadata: { resourceVersion: store.resourceVersion },
      items: store.projects(),
    });
  });

  router.post('/projects', async (req, res) => {
    const { project, upsert } = parseBody(bodySchema, req.body);
    if (!project) {
      throw new ArgocdError(
        'invalidArgument',
        "missing payload 'project' in request",
      );
    }
    const existing = store.project(project.metadata.name);
    if (existing && !upsert) {
      if (!sameJson(existing.spec, project.spec)) {
        throw new ArgocdError(
          'invalidArgument',
          `existing project spec is different; use upsert flag to force update; difference in keys "${differentKeys(existing.spec, project.spec)}"`,
        );
      }
      res.json(existing);
      return;
    }
    // an upsert changes the spec and leaves the metadata
    res.json(
      store.putProject(
        project.metadata.name,
        existing ? { spec: project.spec } : project,
      ),
    );
  });

  router.get('/projects/:name', async (req, res) => {
    res.json(find(req.params.name));
  });

  router.put('/projects/:name', async (req, res) => {
    const { project } = parseBody(bodySchema, req.body);
    if (!project) {
      throw new ArgocdError(
        'invalidArgument',
        "missing payload 'project' in request",
      );
    }
    const old = find(req.params.name);
    const next: Project = { ...old, spec: project.spec };
    const invalid = store
      .applications()
      .filter(
        ({ spec }) =>
          spec.project === old.metadata.name &&
          specProblems(spec, old).length === 0 &&
          specProblems(spec, next).length > 0,
      );
    if (invalid.length > 0) {
      throw new ArgocdError(
        'invalidArgument',
        `as a result of project update ${invalid.length} applications destination became invalid`,
      );
    }
    res.json(store.putProject(old.metadata.name, project));
  });

  router.delete('/projects/:name', async (req, res) => {
    const { name } = req.params;
    if (name === 'default') {
      throw new ArgocdError(
        'invalidArgument',
        `name '${name}' is reserved and cannot be deleted`,
      );
    }
    find(name);
    const used = store
      .applications()
      .filter(({ spec }) => spec.project === name);
    if (used.length > 0) {
      throw new ArgocdError(
        'invalidArgument',
        `project is referenced by ${used.length} applications`,
      );
    }
    store.removeProject(name);
    res.json({});
  });

  function find(name: string): Project {
    const project = store.project(name);
    if (!project) {
      throw new ArgocdError(
        'notFound',
        `appprojects.argoproj.io "${name}" not found`,
      );
    }
    return project;
  }

  return router;
}

function differentKeys(a: ProjectSpec, b: ProjectSpec): string {
  const keys = new Set([...Object.keys(a), ...Object.keys(b)]);
  return [...keys].filter(key => !sameJson(a[key], b[key])).join(',');
}
