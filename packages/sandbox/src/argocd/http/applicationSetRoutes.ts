import type { Router } from 'express';
import PromiseRouter from 'express-promise-router';
import { z } from 'zod';
import { liveObject } from '../../cluster';
import { applicationSetSchema, generateApplications } from '../applicationSets';
import { ArgocdError } from '../ArgocdError';
import { isDeclared } from '../DeclaredObjects';
import { parseBody, type HttpContext } from './context';

const bodySchema = z.object({ applicationSet: applicationSetSchema });

/** ApplicationSets, to look at; and what one would generate. */
export function applicationSetRoutes({ cluster, hosts }: HttpContext): Router {
  const router = PromiseRouter();
  const all = () =>
    cluster
      .ofKind('ApplicationSet')
      .filter(({ object }) => isDeclared(object))
      .map(liveObject);

  router.get('/applicationsets', async (_req, res) => {
    const items = all();
    res.json({ metadata: {}, items: items.length > 0 ? items : null });
  });

  router.get('/applicationsets/:name', async (req, res) => {
    const { name } = req.params;
    const found = all().find(({ metadata }) => metadata.name === name);
    if (!found) {
      throw new ArgocdError(
        'notFound',
        `applicationsets.argoproj.io "${name}" not found`,
      );
    }
    res.json(found);
  });

  router.post('/applicationsets/generate', async (req, res) => {
    const { applicationSet } = parseBody(bodySchema, req.body);
    res.json({
      applications: await generateApplications(applicationSet, hosts),
    });
  });

  return router;
}
