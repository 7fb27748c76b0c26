import type { Request } from 'express';
import PromiseRouter from 'express-promise-router';
import { z } from 'zod';
import type { GitCommit } from '../../git';
import type { GithubServices } from '../GithubServices';
import { apiUrl, repositoryUrl } from '../links';
import type { Repository } from '../model/Repositories';
import { ApiError, pageOf, refused } from './answers';
import { presentCommit, presentFile } from './presentCommit';
import { presentCheckRun } from './presentRun';
import { presentRepository } from './presentRepository';

const listSchema = z.object({
  sha: z.string().optional(),
  path: z.string().optional(),
  since: z.string().optional(),
  until: z.string().optional(),
});

const MOST_COMMITS = 1000;
const MOST_FILES = 300;

/** Commits, what lies between two of them, branches, and archives. */
export function commitsApi(services: GithubServices) {
  const { repositories, git, objects, baseUrl, runs } = services;
  const router = PromiseRouter();
  const repositoryOf = (req: Request) =>
    repositories.get(`${req.params.owner}/${req.params.repo}`);
  const resolve = async (repo: string, ref: string) => {
    // a pull request's head may be named with its owner
    const name = ref.replace(/^[\w-]+:/, '').replace(/^heads\//, 'refs/heads/');
    const sha = await git.resolveRevision(repo, name);
    if (!sha) {
      throw refused(`No commit found for SHA: ${ref}`, {
        resource: 'Commit',
        code: 'invalid',
      });
    }
    return sha;
  };
  const present = async (repo: string, commit: GitCommit) =>
    presentCommit(
      baseUrl,
      repo,
      commit,
      (await objects.treeOf(repo, commit.sha)) ?? '',
    );
  const checksOf = (repository: Repository, sha: string) =>
    runs
      .list(repository.id)
      .filter(run => run.sha === sha)
      .flatMap(run =>
        run.jobs
          .filter(job => !job.retried && job.status !== 'blocked')
          .map(job => ({ run, job })),
      );

  router.get('/repos/:owner/:repo/commits', async (req, res) => {
    const { fullName } = repositoryOf(req);
    const { sha = 'HEAD', ...filter } = listSchema.parse(req.query);
    if (!(await git.defaultBranch(fullName))) {
      throw new ApiError(409, 'Git Repository is empty.');
    }
    const found = await git.log(fullName, await resolve(fullName, sha), {
      ...filter,
      limit: MOST_COMMITS,
    });
    const page = pageOf(req, res, baseUrl, found);
    res.json(await Promise.all(page.map(commit => present(fullName, commit))));
  });
  router.get(
    /^\/repos\/([^/]+)\/([^/]+)\/commits\/(.+)\/(status|check-runs|check-suites)$/,
    async (req, res) => {
      const [owner, name, ref, kind] = Object.values(req.params);
      const repository = repositories.get(`${owner}/${name}`);
      const sha = await resolve(repository.fullName, ref);
      const checks = checksOf(repository, sha);
      if (kind === 'status') {
        res.json({
          // checks are no statuses, which other services would have reported
          state: 'pending',
          statuses: [],
          total_count: 0,
          sha,
          repository: await presentRepository(services, repository),
          url: `${apiUrl(baseUrl, repository.fullName)}/commits/${sha}/status`,
        });
        return;
      }
      const page = pageOf(req, res, baseUrl, checks);
      res.json({
        total_count: checks.length,
        check_runs: page.map(({ run, job }) =>
          presentCheckRun(baseUrl, repository, run, job),
        ),
      });
    },
  );
  router.get(/^\/repos\/([^/]+)\/([^/]+)\/commits\/(.+)$/, async (req, res) => {
    const [owner, name, ref] = Object.values(req.params);
    const { fullName } = repositories.get(`${owner}/${name}`);
    const sha = await resolve(fullName, ref);
    if (/\.sha\b/.test(String(req.headers.accept ?? ''))) {
      res.type('application/vnd.github.sha').send(sha);
      return;
    }
    const files = (await git.diff(fullName, undefined, sha))
      .slice(0, MOST_FILES)
      .map(file => presentFile(baseUrl, fullName, sha, file));
    const sum = (key: 'additions' | 'deletions' | 'changes') =>
      files.reduce((total, file) => total + file[key], 0);
    res.json({
      ...(await present(fullName, await git.commit(fullName, sha))),
      stats: {
        additions: sum('additions'),
        deletions: sum('deletions'),
        total: sum('changes'),
      },
      files,
    });
  });

  router.get('/repos/:owner/:repo/compare/:basehead(*)', async (req, res) => {
    const { fullName } = repositoryOf(req);
    const [base = '', head = ''] = req.params.basehead.split('...');
    const [baseSha, headSha] = await Promise.all(
      [base, head].map(ref =>
        resolve(fullName, ref).catch(() => {
          throw new ApiError(404, 'Not Found');
        }),
      ),
    );
    const mergeBase = await git.mergeBase(fullName, baseSha, headSha);
    if (!mergeBase) {
      throw new ApiError(
        404,
        `No common ancestor between ${base} and ${head}.`,
      );
    }
    const ahead = await git.compare(fullName, baseSha, headSha, {
      limit: MOST_COMMITS,
    });
    const behind = await git.compare(fullName, headSha, baseSha, {
      limit: MOST_COMMITS,
    });
    // oldest first, unlike a log
    const commits = pageOf(req, res, baseUrl, [...ahead.commits].reverse());
    const files = await git.diff(fullName, mergeBase, headSha);
    const url = `${repositoryUrl(baseUrl, fullName)}/compare/${baseSha}...${headSha}`;
    res.json({
      url: `${apiUrl(baseUrl, fullName)}/compare/${baseSha}...${headSha}`,
      html_url: url,
      permalink_url: url,
      base_commit: await present(fullName, await git.commit(fullName, baseSha)),
      merge_base_commit: await present(
        fullName,
        await git.commit(fullName, mergeBase),
      ),
      status: comparisonStatus(ahead.commits.length, behind.commits.length),
      ahead_by: ahead.commits.length,
      behind_by: behind.commits.length,
      total_commits: ahead.commits.length,
      commits: await Promise.all(
        commits.map(commit => present(fullName, commit)),
      ),
      files: files
        .slice(0, MOST_FILES)
        .map(file => presentFile(baseUrl, fullName, headSha, file)),
    });
  });

  router.get('/repos/:owner/:repo/branches', async (req, res) => {
    const { fullName } = repositoryOf(req);
    const branches = await git.branches(fullName);
    res.json(
      pageOf(req, res, baseUrl, branches).map(({ name, sha }) => ({
        name,
        commit: { sha, url: `${apiUrl(baseUrl, fullName)}/commits/${sha}` },
        protected: false,
      })),
    );
  });
  const protection =
    /^\/repos\/([^/]+)\/([^/]+)\/branches\/(.+)\/protection(\/.*)?$/;
  router.all(protection, async (req, res) => {
    const [owner, name, branch] = Object.values(req.params);
    const { fullName } = repositories.get(`${owner}/${name}`);
    if (!(await git.resolveRevision(fullName, `refs/heads/${branch}`))) {
      throw new ApiError(404, 'Branch not found');
    }
    if (req.method === 'GET') {
      throw new ApiError(404, 'Branch not protected');
    }
    // accepted, and not enforced
    res.status(req.method === 'DELETE' ? 204 : 200).json({
      url: `${apiUrl(baseUrl, fullName)}/branches/${encodeURIComponent(branch)}/protection`,
    });
  });
  router.get(
    /^\/repos\/([^/]+)\/([^/]+)\/branches\/(.+)$/,
    async (req, res) => {
      const [owner, repo, name] = Object.values(req.params);
      const { fullName } = repositories.get(`${owner}/${repo}`);
      const sha = await git.resolveRevision(fullName, `refs/heads/${name}`);
      if (!sha) {
        throw new ApiError(404, 'Branch not found');
      }
      res.json({
        name,
        protected: false,
        commit: await present(fullName, await git.commit(fullName, sha)),
      });
    },
  );

  router.get(
    /^\/repos\/([^/]+)\/([^/]+)\/(tarball)(?:\/(.+))?$/,
    async (req, res) => {
      const [owner, name, , ref = 'HEAD'] = Object.values(req.params);
      const repository = repositories.get(`${owner}/${name}`);
      const sha = await resolve(repository.fullName, ref).catch(() => {
        throw new ApiError(404, 'Not Found');
      });
      const prefix = `${repository.owner}-${repository.name}-${sha.slice(0, 7)}`;
      const archive = await git.archive(repository.fullName, sha, { prefix });
      res.set(
        'Content-Disposition',
        `attachment; filename=${encodeURIComponent(prefix)}.tar.gz`,
      );
      res.type('application/x-gzip').send(archive);
    },
  );
  return router;
}

function comparisonStatus(ahead: number, behind: number): string {
  if (ahead > 0 && behind > 0) {
    return 'diverged';
  }
  if (ahead > 0) {
    return 'ahead';
  }
  return behind > 0 ? 'behind' : 'identical';
}
