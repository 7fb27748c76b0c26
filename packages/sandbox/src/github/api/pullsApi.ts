import type { Request } from 'express';
import PromiseRouter from 'express-promise-router';
import { z } from 'zod';
import type { GithubServices } from '../GithubServices';
import { isMergeable, mergePullRequest } from '../mergePullRequest';
import type { PullRequest } from '../model/PullRequests';
import { branchShas } from '../pullRequestBranches';
import { ApiError, pageOf, refused } from './answers';
import { presentCommit, presentFile } from './presentCommit';
import { presentPullRequest } from './presentPullRequest';

const listSchema = z.object({
  state: z.enum(['open', 'closed', 'all']).default('open'),
  /** `owner:branch`. */
  head: z.string().optional(),
  base: z.string().optional(),
});

const createSchema = z.object({
  title: z.string(),
  body: z.string().nullish(),
  head: z.string(),
  base: z.string(),
  draft: z.boolean().nullish(),
});

const editSchema = z.object({
  title: z.string().optional(),
  body: z.string().nullish(),
  state: z.enum(['open', 'closed']).optional(),
});

const names = z.array(z.string()).default([]);

/** Pull requests, up to their merge. */
export function pullsApi(services: GithubServices) {
  const { repositories, pullRequests, git, objects, baseUrl, now, runs } =
    services;
  const router = PromiseRouter();
  const repositoryOf = (req: Request) =>
    repositories.get(`${req.params.owner}/${req.params.repo}`);
  const requestOf = (req: Request) =>
    pullRequests.get(repositoryOf(req).id, Number(req.params.number));
  const present = (req: Request, request: PullRequest) =>
    presentPullRequest(services, repositoryOf(req), request);

  router.get('/repos/:owner/:repo/pulls', async (req, res) => {
    const filter = listSchema.parse(req.query);
    const found = pullRequests
      .list(repositoryOf(req).id)
      .filter(
        ({ state, head, base }) =>
          (filter.state === 'all' || state === filter.state) &&
          (!filter.head || head === withoutOwner(filter.head)) &&
          (!filter.base || base === filter.base),
      );
    const page = pageOf(req, res, baseUrl, found);
    res.json(await Promise.all(page.map(request => present(req, request))));
  });
  router.post('/repos/:owner/:repo/pulls', async (req, res) => {
    const repository = repositoryOf(req);
    const input = createSchema.parse(req.body);
    const head = withoutOwner(input.head);
    const invalid = (message: string, field?: string) =>
      refused('Validation Failed', {
        resource: 'PullRequest',
        code: field ? 'invalid' : 'custom',
        ...(field ? { field } : { message }),
      });
    for (const [field, branch] of [
      ['head', head],
      ['base', input.base],
    ]) {
      if (
        !(await git.resolveRevision(
          repository.fullName,
          `refs/heads/${branch}`,
        ))
      ) {
        throw invalid('', field);
      }
    }
    const isOpen = pullRequests
      .list(repository.id)
      .some(
        one =>
          one.state === 'open' && one.head === head && one.base === input.base,
      );
    if (isOpen) {
      throw invalid(
        `A pull request already exists for ${repository.owner}:${head}.`,
      );
    }
    const { commits } = await git.compare(
      repository.fullName,
      input.base,
      head,
    );
    if (commits.length === 0) {
      throw invalid(`No commits between ${input.base} and ${head}`);
    }
    const request = pullRequests.create({
      repositoryId: repository.id,
      title: input.title,
      body: input.body ?? '',
      draft: input.draft ?? false,
      head,
      base: input.base,
      at: now(),
    });
    await runs.onPullRequest(repository, request, 'opened');
    res.status(201).json(await present(req, request));
  });
  router.get('/repos/:owner/:repo/pulls/:number', async (req, res) => {
    const request = requestOf(req);
    res.json({
      ...(await present(req, request)),
      mergeable:
        request.state === 'open'
          ? await isMergeable(services, repositoryOf(req), request)
          : null,
    });
  });
  router.patch('/repos/:owner/:repo/pulls/:number', async (req, res) => {
    const request = requestOf(req);
    const { title, body, state } = editSchema.parse(req.body);
    const at = now().toISOString();
    const closing = state === 'closed' && request.state === 'open';
    const shas = await branchShas(services, repositoryOf(req), request);
    const changed = pullRequests.put({
      ...request,
      title: title ?? request.title,
      body: body ?? request.body,
      state: request.mergedAt ? 'closed' : (state ?? request.state),
      updatedAt: at,
      ...(closing && {
        closedAt: at,
        lastHeadSha: shas.head,
        lastBaseSha: shas.base,
      }),
    });
    res.json(await present(req, changed));
  });
  router.get('/repos/:owner/:repo/pulls/:number/merge', (req, res) => {
    if (!requestOf(req).mergedAt) {
      throw new ApiError(404, 'Not Found');
    }
    res.status(204).end();
  });
  router.put('/repos/:owner/:repo/pulls/:number/merge', async (req, res) => {
    const { commit_title: title } = z
      .object({ commit_title: z.string().nullish() })
      .parse(req.body ?? {});
    const { mergeCommitSha } = await mergePullRequest(
      services,
      repositoryOf(req),
      requestOf(req),
      title ?? undefined,
    );
    res.json({
      sha: mergeCommitSha,
      merged: true,
      message: 'Pull Request successfully merged',
    });
  });

  const rangeOf = async (req: Request) => {
    const { fullName } = repositoryOf(req);
    const { head, base } = await branchShas(
      services,
      repositoryOf(req),
      requestOf(req),
    );
    return { fullName, head, base };
  };
  router.get('/repos/:owner/:repo/pulls/:number/files', async (req, res) => {
    const { fullName, head, base } = await rangeOf(req);
    const from = (await git.mergeBase(fullName, base, head)) ?? base;
    const files = await git.diff(fullName, from, head);
    res.json(
      pageOf(req, res, baseUrl, files).map(file =>
        presentFile(baseUrl, fullName, head, file),
      ),
    );
  });
  router.get('/repos/:owner/:repo/pulls/:number/commits', async (req, res) => {
    const { fullName, head, base } = await rangeOf(req);
    const { commits } = await git.compare(fullName, base, head);
    const page = pageOf(req, res, baseUrl, [...commits].reverse());
    res.json(
      await Promise.all(
        page.map(async commit =>
          presentCommit(
            baseUrl,
            fullName,
            commit,
            (await objects.treeOf(fullName, commit.sha)) ?? '',
          ),
        ),
      ),
    );
  });

  router.post(
    '/repos/:owner/:repo/pulls/:number/requested_reviewers',
    async (req, res) => {
      const request = requestOf(req);
      const { reviewers, team_reviewers: teamReviewers } = z
        .object({ reviewers: names, team_reviewers: names })
        .parse(req.body);
      const changed = pullRequests.put({
        ...request,
        reviewers: union(request.reviewers, reviewers),
        teamReviewers: union(request.teamReviewers, teamReviewers),
      });
      res.status(201).json(await present(req, changed));
    },
  );
  router.post(
    '/repos/:owner/:repo/issues/:number/assignees',
    async (req, res) => {
      const request = requestOf(req);
      const { assignees } = z.object({ assignees: names }).parse(req.body);
      const changed = pullRequests.put({
        ...request,
        assignees: union(request.assignees, assignees),
      });
      res.status(201).json(await present(req, changed));
    },
  );
  router.post('/repos/:owner/:repo/issues/:number/labels', (req, res) => {
    const request = requestOf(req);
    const { labels } = z.object({ labels: names }).parse(req.body);
    const all = union(request.labels, labels);
    pullRequests.put({ ...request, labels: all });
    res.json(all.map(name => ({ name })));
  });
  return router;
}

function withoutOwner(head: string): string {
  return head.replace(/^[^:/]+:/, '');
}

function union(one: readonly string[], other: readonly string[]): string[] {
  return [...new Set([...one, ...other])];
}
