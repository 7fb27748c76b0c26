import { ConflictError, InputError } from '@backstage/errors';
import type { Request, Response } from 'express';
import PromiseRouter from 'express-promise-router';
import { z } from 'zod';
import type { GithubServices } from '../GithubServices';
import { TOKEN_USER, findAccount } from '../model/accounts';
import { ApiError, pageOf, refused } from './answers';
import { presentAccount, presentRepository } from './presentRepository';

const createSchema = z.object({
  name: z.string(),
  description: z.string().nullish(),
  homepage: z.string().nullish(),
  private: z.boolean().nullish(),
  visibility: z.enum(['public', 'private', 'internal']).nullish(),
  delete_branch_on_merge: z.boolean().nullish(),
  auto_init: z.boolean().nullish(),
});

const editSchema = createSchema.partial().extend({
  default_branch: z.string().optional(),
});

/** Repositories themselves, and who else may use them. */
export function repositoriesApi(services: GithubServices) {
  const { repositories, git, baseUrl } = services;
  const router = PromiseRouter();
  const repositoryOf = (req: Request) =>
    repositories.get(`${req.params.owner}/${req.params.repo}`);

  const create = async (owner: string, req: Request, res: Response) => {
    const input = createSchema.parse(req.body);
    try {
      const repository = await repositories.create({
        owner,
        name: input.name,
        description: input.description ?? '',
        homepage: input.homepage ?? '',
        private: input.private ?? input.visibility === 'private',
        deleteBranchOnMerge: input.delete_branch_on_merge ?? false,
      });
      if (input.auto_init) {
        await git.commitFiles(
          repository.fullName,
          'main',
          [
            {
              action: 'create',
              path: 'README.md',
              content: `# ${repository.name}\n`,
            },
          ],
          { message: 'Initial commit' },
        );
      }
      res.status(201).json(await presentRepository(services, repository));
    } catch (error) {
      if (error instanceof ConflictError || error instanceof InputError) {
        throw refused('Repository creation failed.', {
          resource: 'Repository',
          code: 'custom',
          field: 'name',
          message: error.message,
        });
      }
      throw error;
    }
  };
  router.post('/orgs/:org/repos', (req, res) => {
    if (findAccount(req.params.org)?.type !== 'Organization') {
      throw new ApiError(404, 'Not Found');
    }
    return create(req.params.org, req, res);
  });
  router.post('/user/repos', (req, res) => create(TOKEN_USER, req, res));
  router.get('/user/repos', async (req, res) => {
    const page = pageOf(req, res, baseUrl, repositories.list());
    res.json(
      await Promise.all(page.map(one => presentRepository(services, one))),
    );
  });

  router.get('/repos/:owner/:repo', async (req, res) => {
    res.json(await presentRepository(services, repositoryOf(req)));
  });
  router.get('/repositories/:id', async (req, res) => {
    res.json(
      await presentRepository(services, repositories.get(req.params.id)),
    );
  });
  router.patch('/repos/:owner/:repo', async (req, res) => {
    const { id, fullName, ...before } = repositoryOf(req);
    const input = editSchema.parse(req.body);
    if (input.default_branch) {
      const { default_branch: branch } = input;
      if (!(await git.resolveRevision(fullName, `refs/heads/${branch}`))) {
        throw refused('Validation Failed', {
          resource: 'Repository',
          code: 'invalid',
          field: 'default_branch',
        });
      }
      await git.setDefaultBranch(fullName, branch);
    }
    const visibility =
      input.visibility && input.visibility === 'private' ? true : undefined;
    const changed = repositories.update(id, {
      description: input.description ?? before.description,
      homepage: input.homepage ?? before.homepage,
      private: input.private ?? visibility ?? before.private,
      deleteBranchOnMerge:
        input.delete_branch_on_merge ?? before.deleteBranchOnMerge,
    });
    res.json(await presentRepository(services, changed));
  });
  router.delete('/repos/:owner/:repo', async (req, res) => {
    await repositories.remove(repositoryOf(req).id);
    res.status(204).end();
  });

  router.get('/repos/:owner/:repo/topics', (req, res) => {
    res.json({ names: repositoryOf(req).topics });
  });
  router.put('/repos/:owner/:repo/topics', (req, res) => {
    const { names } = z.object({ names: z.array(z.string()) }).parse(req.body);
    const topics = names.map(name => name.toLowerCase());
    repositories.update(repositoryOf(req).id, { topics });
    res.json({ names: topics });
  });

  router.get('/repos/:owner/:repo/collaborators', (req, res) => {
    repositoryOf(req);
    res.json([presentAccount(baseUrl)]);
  });
  router.put('/repos/:owner/:repo/collaborators/:login', (req, res) => {
    repositoryOf(req);
    if (!findAccount(req.params.login)) {
      throw new ApiError(404, 'Not Found');
    }
    res.status(204).end();
  });
  // accepted, and without a meaning here
  router.put(
    [
      '/repos/:owner/:repo/subscription',
      '/repos/:owner/:repo/actions/oidc/customization/sub',
      '/repos/:owner/:repo/actions/permissions/access',
    ],
    (req, res) => {
      repositoryOf(req);
      res.status(req.path.endsWith('subscription') ? 200 : 204).json({});
    },
  );
  return router;
}
