import { createHash } from 'node:crypto';
import type { Request } from 'express';
import PromiseRouter from 'express-promise-router';
import { z } from 'zod';
import type { FileAction, TreeEntry } from '../../git';
import type { GithubServices } from '../GithubServices';
import { apiUrl, encodePath, repositoryUrl } from '../links';
import { ApiError, refused, sendUnlessSeen } from './answers';
import { presentCommit } from './presentCommit';

const person = z.object({ name: z.string(), email: z.string() });

const writeSchema = z.object({
  message: z.string(),
  content: z.string().optional(),
  /** Of the blob that is replaced. */
  sha: z.string().optional(),
  branch: z.string().optional(),
  author: person.optional(),
  committer: person.optional(),
});

/** Files and folders, and commits of single files. */
export function contentsApi(services: GithubServices) {
  const { repositories, git, objects, baseUrl, now } = services;
  const router = PromiseRouter();
  const nameOf = (req: Request) =>
    repositories.get(`${req.params.owner}/${req.params.repo}`).fullName;
  const refOf = async (req: Request, repo: string) => {
    const ref = z.string().optional().parse(req.query.ref);
    const sha = await git.resolveRevision(repo, ref || 'HEAD');
    if (!sha) {
      throw ref
        ? new ApiError(404, `No commit found for the ref ${ref}`)
        : new ApiError(404, 'This repository is empty.');
    }
    return { ref: ref || ((await git.defaultBranch(repo)) ?? 'main'), sha };
  };

  const present = (repo: string, ref: string, entry: TreeEntry) => {
    const path = encodePath(entry.path);
    const query = `?ref=${encodeURIComponent(ref)}`;
    const type = { blob: 'file', tree: 'dir', commit: 'submodule' }[entry.type];
    const page = entry.type === 'tree' ? 'tree' : 'blob';
    const html = `${repositoryUrl(baseUrl, repo)}/${page}/${encodePath(ref)}/${path}`;
    const self = `${apiUrl(baseUrl, repo)}/contents/${path}${query}`;
    return {
      type,
      name: entry.path.split('/').at(-1),
      path: entry.path,
      sha: entry.sha,
      url: self,
      html_url: html,
      git_url: `${apiUrl(baseUrl, repo)}/git/${entry.type}s/${entry.sha}`,
      download_url:
        entry.type === 'blob'
          ? `${repositoryUrl(baseUrl, repo)}/raw/${encodePath(ref)}/${path}`
          : null,
      _links: { self, html },
    };
  };

  router.get('/repos/:owner/:repo/contents/*', async (req, res) => {
    const repo = nameOf(req);
    const path = pathOf(req);
    const { ref, sha } = await refOf(req, repo);
    const accept = String(req.headers.accept ?? '');
    const content = path
      ? await git.readBlob(repo, sha, path).catch(() => undefined)
      : undefined;
    if (content) {
      const [last] = await git.log(repo, sha, { limit: 1, path });
      res.set('Last-Modified', new Date(last.committedAt).toUTCString());
      if (/\braw\b/.test(accept)) {
        res.type('application/vnd.github.v3.raw; charset=utf-8');
        sendUnlessSeen(req, res, content);
        return;
      }
      const blob = blobSha(content);
      const entry: TreeEntry = {
        path,
        sha: blob,
        type: 'blob',
        mode: '100644',
      };
      res.type('json');
      sendUnlessSeen(
        req,
        res,
        JSON.stringify({
          ...present(repo, ref, entry),
          size: content.length,
          encoding: 'base64',
          content: inLines(content.toString('base64')),
        }),
      );
      return;
    }
    const entries = await git.listFiles(repo, sha, { path });
    if (entries.length === 0) {
      throw new ApiError(404, 'Not Found');
    }
    res.type('json');
    sendUnlessSeen(
      req,
      res,
      JSON.stringify(
        entries.map(entry => ({ ...present(repo, ref, entry), size: 0 })),
      ),
    );
  });

  /** What `sha` must say to be allowed to replace or remove the file; undefined: there is none. */
  const currentBlob = async (repo: string, branch: string, path: string) => {
    const content = await git
      .readBlob(repo, branch, path)
      .catch(() => undefined);
    return content && blobSha(content);
  };
  const write = async (
    req: Request,
    change: (input: z.infer<typeof writeSchema>, path: string) => FileAction,
  ) => {
    const repo = nameOf(req);
    const path = pathOf(req);
    const input = writeSchema.parse({ ...req.query, ...req.body });
    const main = (await git.defaultBranch(repo)) ?? 'main';
    const branch = input.branch ?? main;
    const before = await currentBlob(repo, branch, path);
    if (before && !input.sha) {
      throw refused('Invalid request.\n\n"sha" wasn\'t supplied.', {
        resource: 'Content',
        code: 'missing_field',
        field: 'sha',
      });
    }
    if (input.sha && input.sha !== before) {
      throw new ApiError(409, `${path} does not match ${input.sha}`);
    }
    const commit = await git.commitFiles(repo, branch, [change(input, path)], {
      message: input.message,
      author: input.author ?? input.committer,
      date: now(),
    });
    const tree = (await objects.treeOf(repo, commit.sha)) ?? '';
    return {
      repo,
      path,
      branch,
      created: !before,
      commit: presentCommit(baseUrl, repo, commit, tree),
    };
  };

  router.put('/repos/:owner/:repo/contents/*', async (req, res) => {
    const made = await write(req, ({ content = '' }, path) => ({
      action: 'write',
      path,
      content: Buffer.from(content, 'base64'),
    }));
    const { repo, path, branch, commit } = made;
    const sha = (await currentBlob(repo, branch, path)) ?? '';
    const entry: TreeEntry = { path, sha, type: 'blob', mode: '100644' };
    res.status(made.created ? 201 : 200).json({
      content: present(repo, branch, entry),
      commit: { ...commit.commit, sha: commit.sha, html_url: commit.html_url },
    });
  });
  router.delete('/repos/:owner/:repo/contents/*', async (req, res) => {
    const { commit } = await write(req, (_input, path) => ({
      action: 'delete',
      path,
    }));
    res.json({ content: null, commit: { ...commit.commit, sha: commit.sha } });
  });
  return router;
}

function pathOf(req: Request): string {
  return String(req.params[0] ?? '').replace(/^\/+|\/+$/g, '');
}

/** The name that Git gives to a content. */
function blobSha(content: Buffer): string {
  return createHash('sha1')
    .update(`blob ${content.length}\0`)
    .update(content)
    .digest('hex');
}

/** GitHub breaks base64 into lines. */
export function inLines(base64: string): string {
  return base64.replace(/.{60}/g, '$&\n');
}
