import { createHash } from 'node:crypto';
import type { Request } from 'express';
import PromiseRouter from 'express-promise-router';
import { z } from 'zod';
import type { FileAction } from '../../git';
import type { GitlabServices } from '../GitlabServices';
import { projectUrl } from '../links';
import { answerPage, ApiError, notFound } from './answers';
import { presentCommit, presentDiff, presentTreeEntry } from './present';

const flag = z
  .union([z.boolean(), z.enum(['true', 'false', '1', '0'])])
  .transform(value => value === true || value === 'true' || value === '1');

const actionSchema = z.object({
  action: z.enum(['create', 'update', 'delete', 'move', 'chmod']),
  file_path: z.string(),
  previous_path: z.string().optional(),
  content: z.string().optional(),
  encoding: z.enum(['text', 'base64']).default('text'),
  execute_filemode: flag.optional(),
});

const commitSchema = z.object({
  branch: z.string(),
  commit_message: z.string(),
  start_branch: z.string().optional(),
  start_sha: z.string().optional(),
  author_name: z.string().optional(),
  author_email: z.string().optional(),
  allow_empty: flag.optional(),
  actions: z.array(actionSchema).default([]),
});

const fileSchema = commitSchema.omit({ actions: true }).extend({
  content: z.string().default(''),
  encoding: z.enum(['text', 'base64']).default('text'),
  execute_filemode: flag.optional(),
  last_commit_id: z.string().optional(),
});

/** Files, trees, commits and archives of repositories. */
export function repositoryApi(services: GitlabServices) {
  const { projects, git, baseUrl } = services;
  const router = PromiseRouter();
  const repoOf = (req: Request) => projects.get(req.params.id).fullPath;
  const urlOf = (req: Request) => projectUrl(baseUrl, repoOf(req));

  const revisionOf = async (
    repo: string,
    wanted: unknown,
    what: string,
  ): Promise<string> => {
    const revision = z.string().optional().parse(wanted) || 'HEAD';
    const sha = await git.resolveRevision(repo, revision);
    if (!sha) {
      throw notFound(what);
    }
    return sha;
  };

  router.get('/projects/:id/repository/tree', async (req, res) => {
    const repo = repoOf(req);
    const { ref, path, recursive } = z
      .object({
        ref: z.string().optional(),
        path: z.string().optional(),
        recursive: flag.optional(),
      })
      .parse(req.query);
    const sha = await revisionOf(repo, ref, 'Tree');
    const files = await git.listFiles(repo, sha, {
      path: path || undefined,
      recursive,
    });
    if (path && files.length === 0) {
      throw notFound('invalid revision or path');
    }
    await answerPage(req, res, baseUrl, files, presentTreeEntry);
  });

  const readFile = async (req: Request) => {
    const repo = repoOf(req);
    const sha = await revisionOf(repo, req.query.ref, 'Commit');
    const { path } = req.params;
    const content = await git.readBlob(repo, sha, path).catch(() => {
      throw notFound('File');
    });
    const [last] = await git.log(repo, sha, { limit: 1, path });
    const sha256 = createHash('sha256').update(content).digest('hex');
    return { repo, path, content, sha, last, sha256 };
  };
  router.get('/projects/:id/repository/files/:path/raw', async (req, res) => {
    const { path, content, sha, last, sha256 } = await readFile(req);
    res.set({
      'X-Gitlab-File-Path': encodeURI(path),
      'X-Gitlab-Commit-Id': sha,
      'X-Gitlab-Last-Commit-Id': last.sha,
      'X-Gitlab-Content-Sha256': sha256,
      'X-Content-Type-Options': 'nosniff',
    });
    // by hand: Express would not answer 304 to fetch, which says no-cache beside If-None-Match
    const tag = `"${sha256}"`;
    res.set('ETag', tag);
    if (req.headers['if-none-match']?.includes(tag)) {
      res.status(304).end();
      return;
    }
    res.type('text/plain; charset=utf-8').send(content);
  });
  router.get('/projects/:id/repository/files/:path', async (req, res) => {
    const { path, content, sha, last, sha256 } = await readFile(req);
    res.json({
      file_name: path.split('/').at(-1),
      file_path: path,
      size: content.length,
      encoding: 'base64',
      content: content.toString('base64'),
      content_sha256: sha256,
      ref: req.query.ref ?? 'HEAD',
      commit_id: sha,
      last_commit_id: last.sha,
    });
  });

  const commit = async (repo: string, input: z.infer<typeof commitSchema>) => {
    if (input.actions.length === 0 && !input.allow_empty) {
      throw new ApiError(400, {
        message: 'You must provide at least one action',
      });
    }
    const exists = await git.resolveRevision(
      repo,
      `refs/heads/${input.branch}`,
    );
    const startFrom = input.start_sha ?? input.start_branch;
    const isEmpty = (await git.branches(repo)).length === 0;
    if (!exists && !startFrom && !isEmpty) {
      throw new ApiError(400, {
        message: 'You can only create or edit files when you are on a branch',
      });
    }
    return git.commitFiles(
      repo,
      input.branch,
      input.actions.map(asFileAction),
      {
        message: input.commit_message,
        author: input.author_name
          ? { name: input.author_name, email: input.author_email ?? '' }
          : undefined,
        date: services.now(),
        startFrom,
      },
    );
  };

  const editFile =
    (action: 'create' | 'update' | 'delete', status: number) =>
    async (req: Request, res: import('express').Response) => {
      const repo = repoOf(req);
      const { content, encoding, execute_filemode, ...input } =
        fileSchema.parse({
          ...req.query,
          ...req.body,
        });
      const file = {
        action,
        file_path: req.params.path,
        content,
        encoding,
        execute_filemode,
      };
      await commit(repo, { ...input, actions: [file] });
      if (action === 'delete') {
        res.status(204).end();
      } else {
        res
          .status(status)
          .json({ file_path: req.params.path, branch: input.branch });
      }
    };
  router.post('/projects/:id/repository/files/:path', editFile('create', 201));
  router.put('/projects/:id/repository/files/:path', editFile('update', 200));
  router.delete(
    '/projects/:id/repository/files/:path',
    editFile('delete', 204),
  );

  router.get('/projects/:id/repository/commits', async (req, res) => {
    const repo = repoOf(req);
    const query = z
      .object({
        ref_name: z.string().optional(),
        path: z.string().optional(),
        since: z.string().optional(),
        until: z.string().optional(),
      })
      .parse(req.query);
    // GitLab answers an unknown ref with 404 and an empty repository with nothing
    const sha = await revisionOf(repo, query.ref_name, 'Commit');
    const commits = await git.log(repo, sha, {
      limit: 1000,
      path: query.path || undefined,
      since: query.since,
      until: query.until,
    });
    await answerPage(req, res, baseUrl, commits, found =>
      presentCommit(found, urlOf(req)),
    );
  });
  router.post('/projects/:id/repository/commits', async (req, res) => {
    const made = await commit(repoOf(req), commitSchema.parse(req.body));
    res.status(201).json(presentCommit(made, urlOf(req)));
  });
  router.get('/projects/:id/repository/commits/:sha', async (req, res) => {
    const repo = repoOf(req);
    const sha = await revisionOf(repo, req.params.sha, 'Commit');
    const found = await git.commit(repo, sha);
    const [last] = services.pipelines
      .list(projects.get(req.params.id).id)
      .filter(pipeline => pipeline.sha === sha);
    res.json({
      ...presentCommit(found, urlOf(req)),
      status: last?.status ?? null,
      project_id: projects.get(req.params.id).id,
    });
  });
  router.get('/projects/:id/repository/commits/:sha/diff', async (req, res) => {
    const repo = repoOf(req);
    const sha = await revisionOf(repo, req.params.sha, 'Commit');
    await answerPage(
      req,
      res,
      baseUrl,
      await git.diff(repo, undefined, sha),
      presentDiff,
    );
  });

  router.get('/projects/:id/repository/compare', async (req, res) => {
    const repo = repoOf(req);
    const { from, to, straight } = z
      .object({ from: z.string(), to: z.string(), straight: flag.optional() })
      .parse(req.query);
    const fromSha = await revisionOf(repo, from, 'Ref');
    const toSha = await revisionOf(repo, to, 'Ref');
    const { commits } = await git.compare(repo, fromSha, toSha, { limit: 500 });
    const base = straight
      ? fromSha
      : ((await git.mergeBase(repo, fromSha, toSha)) ?? fromSha);
    const presented = commits.map(found => presentCommit(found, urlOf(req)));
    res.json({
      commit: presented[0] ?? null,
      // oldest first, unlike a log
      commits: [...presented].reverse(),
      diffs: (await git.diff(repo, base, toSha)).map(presentDiff),
      compare_timeout: false,
      compare_same_ref: fromSha === toSha,
      web_url: `${urlOf(req)}/-/compare/${fromSha}...${toSha}`,
    });
  });
  router.get('/projects/:id/repository/merge_base', async (req, res) => {
    const repo = repoOf(req);
    const refs = z.array(z.string()).min(2).parse([req.query.refs].flat());
    const [first, second] = await Promise.all(
      refs.map(ref => revisionOf(repo, ref, 'Ref')),
    );
    const base = await git.mergeBase(repo, first, second);
    if (!base) {
      throw notFound('Merge Base');
    }
    res.json(presentCommit(await git.commit(repo, base), urlOf(req)));
  });

  router.get(
    /^\/projects\/([^/]+)\/repository\/archive(?:\.tar\.gz)?$/,
    async (req, res) => {
      const project = projects.get(req.params[0]);
      const { sha: wanted, path } = z
        .object({ sha: z.string().optional(), path: z.string().optional() })
        .parse(req.query);
      const sha = await revisionOf(project.fullPath, wanted, 'File');
      const prefix = [project.path, wanted ?? sha, sha, path]
        .filter(Boolean)
        .join('-')
        .replace(/\//g, '-');
      const archive = await git
        .archive(project.fullPath, sha, { prefix, path: path || undefined })
        .catch(() => {
          throw notFound('File');
        });
      res.set(
        'Content-Disposition',
        `attachment; filename="${encodeURIComponent(prefix)}.tar.gz"`,
      );
      res.type('application/octet-stream').send(archive);
    },
  );
  return router;
}

function asFileAction(input: z.infer<typeof actionSchema>): FileAction {
  const {
    file_path: path,
    content,
    encoding,
    execute_filemode: executable,
  } = input;
  const bytes =
    content === undefined
      ? undefined
      : Buffer.from(content, encoding === 'base64' ? 'base64' : 'utf8');
  switch (input.action) {
    case 'delete':
      return { action: 'delete', path };
    case 'move':
      return {
        action: 'move',
        path,
        previousPath: input.previous_path ?? '',
        content: bytes,
      };
    case 'chmod':
      return { action: 'chmod', path, executable: executable ?? false };
    default:
      return { action: input.action, path, content: bytes ?? '', executable };
  }
}
