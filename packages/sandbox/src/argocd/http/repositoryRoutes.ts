import type { Router } from 'express';
import PromiseRouter from 'express-promise-router';
import { z } from 'zod';
import { RenderError } from '../../render';
import { ArgocdError } from '../ArgocdError';
import { parseBody, type HttpContext } from './context';

const bodySchema = z
  .object({
    repo: z.string().optional(),
    url: z.string().optional(),
    project: z.string().optional(),
  })
  .passthrough();

/** Repositories and credential templates: URLs are remembered, credentials are not. */
export function repositoryRoutes({ store, manifests }: HttpContext): Router {
  const router = PromiseRouter();

  router.get('/repositories', async (_req, res) => {
    res.json({ metadata: {}, items: [...store.repositories].map(described) });
  });

  router.post('/repositories', async (req, res) => {
    const { repo = '', project } = parseBody(bodySchema, req.body);
    if (!project) {
      await testConnection(repo);
    }
    store.setRegistered('repositories', repo, true);
    res.json(described(repo));
  });

  router.delete('/repositories/:repo', async (req, res) => {
    store.setRegistered('repositories', req.params.repo, false);
    res.json({});
  });

  router.get('/repocreds', async (_req, res) => {
    const items = [...store.credentialTemplates].map(url => ({ url }));
    res.json({ metadata: {}, items: items.length > 0 ? items : null });
  });

  router.post('/repocreds', async (req, res) => {
    const { url = '' } = parseBody(bodySchema, req.body);
    store.setRegistered('credentialTemplates', url, true);
    res.json({ url });
  });

  router.delete('/repocreds/:url', async (req, res) => {
    store.setRegistered('credentialTemplates', req.params.url, false);
    res.json({});
  });

  async function testConnection(repoURL: string): Promise<void> {
    try {
      await manifests.resolve({ repoURL });
    } catch (error) {
      // an empty repository can be reached, though it has no revision yet
      if (
        error instanceof RenderError &&
        error.message.startsWith('failed to list refs')
      ) {
        throw new ArgocdError(
          'invalidArgument',
          `error testing repository connectivity: rpc error: code = Unknown desc = ${error.message}`,
          { cause: error },
        );
      }
    }
  }

  return router;
}

function described(repo: string) {
  return {
    repo,
    type: 'git',
    connectionState: { status: 'Successful', message: '' },
  };
}
