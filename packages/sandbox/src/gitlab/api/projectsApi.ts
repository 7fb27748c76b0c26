import { ConflictError, InputError } from '@backstage/errors';
import PromiseRouter from 'express-promise-router';
import { z } from 'zod';
import type { GitlabServices } from '../GitlabServices';
import { answerPage, ApiError, notFound } from './answers';
import { presentProject, presentUser } from './present';

const editSchema = z.object({
  name: z.string().min(1).optional(),
  description: z
    .string()
    .nullish()
    .transform(value => value ?? undefined),
  visibility: z.enum(['private', 'internal', 'public']).optional(),
  topics: z.array(z.string()).optional(),
  ci_config_path: z
    .string()
    .nullish()
    .transform(value => value ?? undefined),
  default_branch: z.string().optional(),
});

const createSchema = editSchema.extend({
  path: z.string().optional(),
  namespace_id: z.coerce.number().optional(),
  initialize_with_readme: z.coerce.boolean().optional(),
});

const listSchema = z.object({
  search: z.string().default(''),
  topic: z.string().optional(),
});

/** Projects themselves, without what is in them. */
export function projectsApi(services: GitlabServices) {
  const { projects, groups, git, baseUrl } = services;
  const router = PromiseRouter();

  router.get('/projects', (req, res) => {
    const { search, topic } = listSchema.parse(req.query);
    const found = projects
      .list()
      .filter(
        ({ fullPath, topics }) =>
          fullPath.includes(search) && (!topic || topics.includes(topic)),
      );
    return answerPage(req, res, baseUrl, found, project =>
      presentProject(services, project),
    );
  });

  router.post('/projects', async (req, res) => {
    const input = createSchema.parse(req.body);
    const path =
      input.path ?? input.name?.toLowerCase().replace(/[^a-z0-9_.]+/g, '-');
    if (!path) {
      throw new ApiError(400, {
        error:
          'name, path are missing, at least one parameter must be provided',
      });
    }
    const group = groups.find(input.namespace_id ?? 'demo');
    if (!group) {
      throw new ApiError(400, { message: { namespace: ['is not valid'] } });
    }
    try {
      const project = await projects.create({
        namespace: group.fullPath,
        path,
        name: input.name,
        description: input.description,
        // as at GitLab; the sandbox's own seeds are public
        visibility: input.visibility ?? 'private',
        topics: input.topics,
        ciConfigPath: input.ci_config_path,
      });
      if (input.initialize_with_readme) {
        const content = `# ${project.name}\n`;
        await git.commitFiles(
          project.fullPath,
          input.default_branch ?? 'main',
          [{ action: 'create', path: 'README.md', content }],
          { message: 'Initial commit' },
        );
      }
      res.status(201).json(await presentProject(services, project));
    } catch (error) {
      if (error instanceof ConflictError) {
        throw new ApiError(400, {
          message: { name: [error.message], path: [error.message] },
        });
      }
      if (error instanceof InputError) {
        throw new ApiError(400, { message: { path: [error.message] } });
      }
      throw error;
    }
  });

  router.get('/projects/:id', async (req, res) => {
    res.json(await presentProject(services, projects.get(req.params.id)));
  });
  router.put('/projects/:id', async (req, res) => {
    const { id, fullPath } = projects.get(req.params.id);
    const {
      default_branch: branch,
      ci_config_path: ciConfigPath,
      ...change
    } = editSchema.parse(req.body);
    if (
      branch &&
      !(await git.resolveRevision(fullPath, `refs/heads/${branch}`))
    ) {
      throw new ApiError(400, {
        message: {
          base: [`Could not change HEAD: branch '${branch}' does not exist`],
        },
      });
    }
    if (branch) {
      await git.setDefaultBranch(fullPath, branch);
    }
    const given = Object.fromEntries(
      Object.entries({ ...change, ciConfigPath }).filter(
        ([, value]) => value !== undefined,
      ),
    );
    res.json(await presentProject(services, projects.update(id, given)));
  });
  router.delete('/projects/:id', async (req, res) => {
    await projects.remove(req.params.id);
    res.status(202).json({ message: '202 Accepted' });
  });

  router.get('/projects/:id/members*', (req, res) => {
    projects.get(req.params.id);
    res.json([{ ...presentUser(baseUrl), access_level: 50 }]);
  });
  router.post('/projects/:id/members', (req, res) => {
    projects.get(req.params.id);
    res.status(201).json({ ...presentUser(baseUrl), access_level: 50 });
  });

  router.get('/projects/:id/registry/repositories', (req, res) => {
    const project = projects.get(req.params.id);
    const tags = imagesOf(services, project.fullPath);
    const locations = [...new Set(tags.map(({ location }) => location))];
    return answerPage(req, res, baseUrl, locations, location => ({
      id: project.id * 100 + locations.indexOf(location),
      name: location.split('/').slice(3).join('/'),
      path: location.split('/').slice(1).join('/'),
      project_id: project.id,
      location,
      tags_count: tags.filter(tag => tag.location === location).length,
    }));
  });
  router.get(
    '/projects/:id/registry/repositories/:repository/tags',
    (req, res) => {
      const project = projects.get(req.params.id);
      const tags = imagesOf(services, project.fullPath);
      const locations = [...new Set(tags.map(({ location }) => location))];
      const wanted =
        locations[Number(req.params.repository) - project.id * 100];
      if (wanted === undefined) {
        throw notFound('Repository');
      }
      const found = tags.filter(({ location }) => location === wanted);
      return answerPage(req, res, baseUrl, found, ({ name, location }) => ({
        name,
        path: `${location.split('/').slice(1).join('/')}:${name}`,
        location: `${location}:${name}`,
      }));
    },
  );
  return router;
}

function imagesOf({ images }: GitlabServices, fullPath: string) {
  const prefix = `registry.localhost/${fullPath.toLowerCase()}`;
  return images
    .list()
    .filter(
      ({ ref }) => ref.startsWith(`${prefix}:`) || ref.startsWith(`${prefix}/`),
    )
    .map(({ ref }) => {
      const colon = ref.lastIndexOf(':');
      return { location: ref.slice(0, colon), name: ref.slice(colon + 1) };
    });
}
