import { ConflictError, InputError } from '@backstage/errors';
import PromiseRouter from 'express-promise-router';
import { z } from 'zod';
import type { GitlabServices } from '../GitlabServices';
import { answerPage, ApiError, notFound } from './answers';
import {
  presentGroup,
  presentNamespace,
  presentProject,
  presentUser,
} from './present';

const createSchema = z.object({
  name: z.string(),
  path: z.string(),
  parent_id: z.coerce.number().optional(),
  description: z.string().optional(),
});

const searchSchema = z.object({ search: z.string().default('') });

/** Groups, namespaces and the one user. */
export function groupsApi(services: GitlabServices) {
  const { groups, projects, baseUrl } = services;
  const router = PromiseRouter();
  const matching = (query: unknown) => {
    const { search } = searchSchema.parse(query);
    return groups.list().filter(group => group.fullPath.includes(search));
  };

  router.get('/namespaces', (req, res) =>
    answerPage(req, res, baseUrl, matching(req.query), group =>
      presentNamespace(group, baseUrl),
    ),
  );
  router.get('/namespaces/:id/exists', (req, res) => {
    const exists = groups.find(req.params.id) !== undefined;
    res.json({ exists, suggests: exists ? [`${req.params.id}1`] : [] });
  });
  router.get('/namespaces/:id', (req, res) => {
    const group = groups.find(req.params.id);
    if (!group) {
      throw notFound('Namespace');
    }
    res.json(presentNamespace(group, baseUrl));
  });

  router.get('/groups', (req, res) =>
    answerPage(req, res, baseUrl, matching(req.query), group =>
      presentGroup(group, baseUrl),
    ),
  );
  router.post('/groups', (req, res) => {
    const input = createSchema.parse(req.body);
    try {
      const group = groups.create({ ...input, parentId: input.parent_id });
      res.status(201).json(presentGroup(group, baseUrl));
    } catch (error) {
      if (error instanceof ConflictError || error instanceof InputError) {
        throw new ApiError(400, {
          message: `Failed to save group {:path=>["${error.message}"]}`,
        });
      }
      throw error;
    }
  });
  router.get('/groups/:id', (req, res) => {
    res.json(presentGroup(groups.get(req.params.id), baseUrl));
  });
  router.get('/groups/:id/subgroups', (req, res) => {
    const { id } = groups.get(req.params.id);
    const children = groups.list().filter(({ parentId }) => parentId === id);
    return answerPage(req, res, baseUrl, children, group =>
      presentGroup(group, baseUrl),
    );
  });
  router.delete('/groups/:id', async (req, res) => {
    const { id, fullPath } = groups.get(req.params.id);
    const isInside = (path: string) =>
      path === fullPath || path.startsWith(`${fullPath}/`);
    for (const project of projects
      .list()
      .filter(({ namespace }) => isInside(namespace))) {
      await projects.remove(project.id);
    }
    groups
      .list()
      .filter(group => isInside(group.fullPath))
      .forEach(group => groups.remove(group.id));
    res.status(202).json({ message: `202 Accepted ${id}` });
  });
  router.get('/groups/:id/projects', (req, res) => {
    const { fullPath } = groups.get(req.params.id);
    const { search } = searchSchema.parse(req.query);
    const found = projects
      .list()
      .filter(
        ({ namespace, path }) =>
          namespace === fullPath && path.includes(search),
      );
    return answerPage(req, res, baseUrl, found, project =>
      presentProject(services, project),
    );
  });
  router.get('/groups/:id/members*', (req, res) => {
    groups.get(req.params.id);
    res.json([{ ...presentUser(baseUrl), access_level: 50 }]);
  });

  router.get('/user', (_req, res) => {
    res.json(presentUser(baseUrl));
  });
  router.get('/users', (req, res) => {
    const { username = 'root' } = z
      .object({ username: z.string().optional() })
      .parse(req.query);
    res.json(username === 'root' ? [presentUser(baseUrl)] : []);
  });
  router.get('/users/:id', (req, res) => {
    if (req.params.id !== '1') {
      throw notFound('User');
    }
    res.json(presentUser(baseUrl));
  });
  // the one user owns nothing: all projects lie in groups
  router.get('/users/:id/projects', (_req, res) => {
    res.json([]);
  });
  router.get(['/version', '/metadata'], (_req, res) => {
    res.json({ version: '18.6.0-ee', revision: 'sandbox', enterprise: false });
  });
  return router;
}
