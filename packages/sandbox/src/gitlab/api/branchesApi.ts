import { ConflictError } from '@backstage/errors';
import type { Request } from 'express';
import PromiseRouter from 'express-promise-router';
import { z } from 'zod';
import type { GitlabServices } from '../GitlabServices';
import { projectUrl } from '../links';
import { answerPage, ApiError, notFound } from './answers';
import { presentBranch } from './present';

/** Branches, and the protection that is taken note of but not enforced. */
export function branchesApi({ projects, git, baseUrl }: GitlabServices) {
  const router = PromiseRouter();
  const repoOf = (req: Request) => projects.get(req.params.id).fullPath;

  const present = async (repo: string, name: string, sha: string) =>
    presentBranch(name, await git.commit(repo, sha), {
      url: projectUrl(baseUrl, repo),
      isDefault: (await git.defaultBranch(repo)) === name,
    });
  const find = async (repo: string, name: string) => {
    const sha = await git.resolveRevision(repo, `refs/heads/${name}`);
    if (!sha) {
      throw notFound('Branch');
    }
    return present(repo, name, sha);
  };

  router.get('/projects/:id/repository/branches', async (req, res) => {
    const repo = repoOf(req);
    const { search = '' } = z
      .object({ search: z.string().optional() })
      .parse(req.query);
    const branches = (await git.branches(repo)).filter(({ name }) =>
      name.includes(search),
    );
    await answerPage(req, res, baseUrl, branches, ({ name, sha }) =>
      present(repo, name, sha),
    );
  });
  router.post('/projects/:id/repository/branches', async (req, res) => {
    const repo = repoOf(req);
    const { branch, ref } = z
      .object({ branch: z.string(), ref: z.string() })
      .parse({ ...req.query, ...req.body });
    if (!(await git.resolveRevision(repo, ref))) {
      throw new ApiError(400, { message: `Invalid reference name: ${ref}` });
    }
    try {
      await git.createBranch(repo, branch, ref);
    } catch (error) {
      throw error instanceof ConflictError
        ? new ApiError(400, { message: 'Branch already exists' })
        : error;
    }
    res.status(201).json(await find(repo, branch));
  });
  router.get('/projects/:id/repository/branches/:branch', async (req, res) => {
    res.json(await find(repoOf(req), req.params.branch));
  });
  router.delete(
    '/projects/:id/repository/branches/:branch',
    async (req, res) => {
      const repo = repoOf(req);
      await find(repo, req.params.branch);
      await git.deleteBranch(repo, req.params.branch);
      res.status(204).end();
    },
  );

  router.get('/projects/:id/protected_branches', async (req, res) => {
    const name = await git.defaultBranch(repoOf(req));
    res.json(name ? [presentProtection(name)] : []);
  });
  router.post('/projects/:id/protected_branches', (req, res) => {
    repoOf(req);
    const { name } = z
      .object({ name: z.string() })
      .parse({ ...req.query, ...req.body });
    res.status(201).json(presentProtection(name));
  });
  return router;
}

function presentProtection(name: string) {
  const maintainers = {
    access_level: 40,
    access_level_description: 'Maintainers',
  };
  return {
    id: 1,
    name,
    push_access_levels: [maintainers],
    merge_access_levels: [maintainers],
    allow_force_push: false,
  };
}
