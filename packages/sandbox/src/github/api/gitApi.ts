import type { Request } from 'express';
import PromiseRouter from 'express-promise-router';
import { z } from 'zod';
import type { Signature } from '../../git';
import type { GithubServices } from '../GithubServices';
import { apiUrl, encodePath } from '../links';
import { ApiError } from './answers';
import { inLines } from './contentsApi';
import { presentGitCommit } from './presentCommit';

const entrySchema = z.object({
  path: z.string(),
  mode: z.enum(['100644', '100755', '040000', '160000', '120000']),
  sha: z.string().nullish(),
  content: z.string().nullish(),
});

const signatureSchema = z.object({
  name: z.string(),
  email: z.string(),
  date: z.coerce.date().optional(),
});

const commitSchema = z.object({
  message: z.string(),
  tree: z.string(),
  parents: z.array(z.string()).default([]),
  author: signatureSchema.nullish(),
  committer: signatureSchema.nullish(),
});

/** Git's objects and refs, one by one. */
export function gitApi(services: GithubServices) {
  const { repositories, git, objects, baseUrl, now } = services;
  const router = PromiseRouter();
  const nameOf = (req: Request) =>
    repositories.get(`${req.params.owner}/${req.params.repo}`).fullName;
  const api = (repo: string) => `${apiUrl(baseUrl, repo)}/git`;

  const presentRef = (repo: string, ref: string, sha: string) => ({
    ref,
    node_id: `REF_${ref}`,
    url: `${api(repo)}/${encodePath(ref)}`,
    object: { type: 'commit', sha, url: `${api(repo)}/commits/${sha}` },
  });
  const refs = async (repo: string, prefix: string) =>
    (await git.branches(repo))
      .map(({ name, sha }) => ({ ref: `refs/heads/${name}`, sha }))
      .filter(({ ref }) => ref.startsWith(`refs/${prefix}`))
      .map(({ ref, sha }) => presentRef(repo, ref, sha));
  router.get('/repos/:owner/:repo/git/ref/*', async (req, res) => {
    const repo = nameOf(req);
    if (!(await git.defaultBranch(repo))) {
      throw new ApiError(409, 'Git Repository is empty.');
    }
    const ref = `refs/${wildcardOf(req)}`;
    const sha = await git.resolveRevision(repo, ref);
    if (!sha) {
      throw new ApiError(404, 'Not Found');
    }
    res.json(presentRef(repo, ref, sha));
  });
  router.get('/repos/:owner/:repo/git/matching-refs/*', async (req, res) => {
    res.json(await refs(nameOf(req), wildcardOf(req)));
  });
  router.get('/repos/:owner/:repo/git/refs', async (req, res) => {
    res.json(await refs(nameOf(req), ''));
  });
  router.post('/repos/:owner/:repo/git/refs', async (req, res) => {
    const repo = nameOf(req);
    const { ref, sha } = z
      .object({ ref: z.string(), sha: z.string() })
      .parse(req.body);
    const branch = /^refs\/heads\/(.+)$/.exec(ref)?.[1];
    if (!branch) {
      throw new ApiError(
        422,
        "Reference name must start with 'refs/heads' here",
      );
    }
    if (await git.resolveRevision(repo, ref)) {
      throw new ApiError(422, 'Reference already exists');
    }
    await objects.moveBranch(repo, branch, sha, { create: true });
    res.status(201).json(presentRef(repo, ref, sha));
  });
  router.patch('/repos/:owner/:repo/git/refs/heads/*', async (req, res) => {
    const repo = nameOf(req);
    const { sha, force } = z
      .object({ sha: z.string(), force: z.boolean().default(false) })
      .parse(req.body);
    const branch = wildcardOf(req);
    await objects.moveBranch(repo, branch, sha, { force });
    res.json(presentRef(repo, `refs/heads/${branch}`, sha));
  });
  router.delete('/repos/:owner/:repo/git/refs/heads/*', async (req, res) => {
    const repo = nameOf(req);
    await git.deleteBranch(repo, wildcardOf(req)).catch(() => {
      throw new ApiError(422, 'Reference does not exist');
    });
    res.status(204).end();
  });

  router.get('/repos/:owner/:repo/git/blobs/:sha', async (req, res) => {
    const repo = nameOf(req);
    const { sha } = req.params;
    const content = await objects.readBlob(repo, sha);
    res.json({
      sha,
      node_id: `B_${sha}`,
      size: content.length,
      url: `${api(repo)}/blobs/${sha}`,
      encoding: 'base64',
      content: inLines(content.toString('base64')),
    });
  });
  router.post('/repos/:owner/:repo/git/blobs', async (req, res) => {
    const repo = nameOf(req);
    const { content, encoding } = z
      .object({
        content: z.string(),
        encoding: z.enum(['utf-8', 'base64']).default('utf-8'),
      })
      .parse(req.body);
    const sha = await objects.writeBlob(repo, Buffer.from(content, encoding));
    res.status(201).json({ sha, url: `${api(repo)}/blobs/${sha}` });
  });

  const sendTree = async (repo: string, tree: string, recursive: boolean) => {
    const entries = await objects.listTree(repo, tree, { recursive });
    return {
      sha: tree,
      url: `${api(repo)}/trees/${tree}`,
      truncated: false,
      tree: entries.map(entry => ({
        ...entry,
        url: `${api(repo)}/${entry.type}s/${entry.sha}`,
      })),
    };
  };
  router.get('/repos/:owner/:repo/git/trees/*', async (req, res) => {
    const repo = nameOf(req);
    const tree = await objects.treeOf(repo, wildcardOf(req));
    if (!tree) {
      throw new ApiError(404, 'Not Found');
    }
    // any value counts, `0` and `false` included
    res.json(await sendTree(repo, tree, req.query.recursive !== undefined));
  });
  router.post('/repos/:owner/:repo/git/trees', async (req, res) => {
    const repo = nameOf(req);
    const input = z
      .object({
        base_tree: z.string().nullish(),
        tree: z.array(entrySchema).min(1),
      })
      .parse(req.body);
    const base = input.base_tree
      ? await objects.treeOf(repo, input.base_tree)
      : undefined;
    if (input.base_tree && !base) {
      throw new ApiError(404, 'Not Found');
    }
    const tree = await objects.writeTree(
      repo,
      base,
      input.tree.map(({ path, mode, sha, content }) => ({
        path,
        mode,
        sha: sha ?? undefined,
        content: content ?? undefined,
      })),
    );
    res.status(201).json(await sendTree(repo, tree, false));
  });

  router.get('/repos/:owner/:repo/git/commits/:sha', async (req, res) => {
    const repo = nameOf(req);
    const commit = await git.commit(repo, req.params.sha);
    const tree = (await objects.treeOf(repo, commit.sha)) ?? '';
    res.json({
      sha: commit.sha,
      parents: commit.parents.map(sha => ({ sha })),
      ...presentGitCommit(baseUrl, repo, commit, tree),
    });
  });
  router.post('/repos/:owner/:repo/git/commits', async (req, res) => {
    const repo = nameOf(req);
    const input = commitSchema.parse(req.body);
    const author = signatureOf(input.author ?? undefined, now());
    const sha = await objects.writeCommit(repo, {
      ...input,
      author,
      committer: input.committer ? signatureOf(input.committer, now()) : author,
    });
    res.status(201).json({
      sha,
      parents: input.parents.map(parent => ({ sha: parent })),
      ...presentGitCommit(
        baseUrl,
        repo,
        await git.commit(repo, sha),
        input.tree,
      ),
    });
  });
  return router;
}

function wildcardOf(req: Request): string {
  return String(req.params[0] ?? '');
}

function signatureOf(
  input: z.infer<typeof signatureSchema> | undefined,
  now: Date,
): Signature {
  return {
    name: input?.name ?? 'Sandbox',
    email: input?.email ?? 'sandbox@example.com',
    date: input?.date ?? now,
  };
}
