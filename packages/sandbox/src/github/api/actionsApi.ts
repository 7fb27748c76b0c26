import type { Request } from 'express';
import PromiseRouter from 'express-promise-router';
import { z } from 'zod';
import type { GithubServices } from '../GithubServices';
import { latestJobs } from '../actions/jobResult';
import type { WorkflowRun } from '../actions/model';
import { apiUrl, repositoryUrl } from '../links';
import { ApiError, pageOf } from './answers';
import { presentEnvironment, presentReviewers } from './environmentsApi';
import { presentDeployment } from './presentDeployment';
import { presentAccount } from './presentRepository';
import {
  presentJob,
  presentRun,
  presentWorkflow,
  workflowIdOf,
} from './presentRun';

const filterSchema = z.object({
  branch: z.string().optional(),
  event: z.string().optional(),
  /** A status or a conclusion. */
  status: z.string().optional(),
  head_sha: z.string().optional(),
});

const dispatchSchema = z.object({
  ref: z.string(),
  inputs: z
    .record(z.union([z.string(), z.number(), z.boolean()]).transform(String))
    .nullish(),
  return_run_details: z.boolean().nullish(),
});

const reviewSchema = z.object({
  environment_ids: z.array(z.number()).min(1),
  state: z.enum(['approved', 'rejected']),
  comment: z.string(),
});

/** Workflows, their runs and jobs, and the approvals that jobs wait for. */
export function actionsApi(services: GithubServices) {
  const { repositories, environments, runs, baseUrl } = services;
  const router = PromiseRouter();
  const base = '/repos/:owner/:repo/actions';
  const repositoryOf = (req: Request) =>
    repositories.get(`${req.params.owner}/${req.params.repo}`);
  const runOf = (req: Request) =>
    runs.get(repositoryOf(req).id, Number(req.params.run));

  const workflowsOf = async (req: Request) =>
    (await runs.workflows(repositoryOf(req))).map(({ path, content }) => ({
      path,
      name:
        content.type === 'workflow' ? (content.workflow.name ?? path) : path,
    }));
  /** By id or file name. */
  const workflowOf = async (req: Request) => {
    const { id } = repositoryOf(req);
    const { workflow: wanted } = req.params;
    const found = (await workflowsOf(req)).find(
      ({ path }) =>
        String(workflowIdOf(id, path)) === wanted ||
        path === `.github/workflows/${wanted}`,
    );
    if (!found) {
      throw new ApiError(404, 'Not Found');
    }
    return found;
  };

  router.get(`${base}/workflows`, async (req, res) => {
    const all = await workflowsOf(req);
    res.json({
      total_count: all.length,
      workflows: pageOf(req, res, baseUrl, all).map(one =>
        presentWorkflow(baseUrl, repositoryOf(req), one),
      ),
    });
  });
  router.get(`${base}/workflows/:workflow`, async (req, res) => {
    res.json(
      presentWorkflow(baseUrl, repositoryOf(req), await workflowOf(req)),
    );
  });
  router.post(`${base}/workflows/:workflow/dispatches`, async (req, res) => {
    const repository = repositoryOf(req);
    const { path } = await workflowOf(req);
    const input = dispatchSchema.parse(req.body);
    const run = await runs.dispatch(
      repository,
      path,
      input.ref,
      input.inputs ?? {},
    );
    if (!input.return_run_details) {
      res.status(204).end();
      return;
    }
    res.json({
      workflow_run_id: run.id,
      run_url: `${apiUrl(baseUrl, repository.fullName)}/actions/runs/${run.id}`,
      html_url: `${repositoryUrl(baseUrl, repository.fullName)}/actions/runs/${run.id}`,
    });
  });

  const sendRuns = async (
    req: Request,
    res: import('express').Response,
    path?: string,
  ) => {
    const repository = repositoryOf(req);
    const filter = filterSchema.parse(req.query);
    const found = runs
      .list(repository.id)
      .filter(
        run =>
          (!path || run.path === path) &&
          (!filter.branch || run.branch === filter.branch) &&
          (!filter.event || run.event === filter.event) &&
          (!filter.head_sha || run.sha === filter.head_sha) &&
          (!filter.status ||
            run.status === filter.status ||
            run.conclusion === filter.status),
      );
    const page = pageOf(req, res, baseUrl, found);
    res.json({
      total_count: found.length,
      workflow_runs: await Promise.all(
        page.map(run => presentRun(services, repository, run)),
      ),
    });
  };
  router.get(`${base}/runs`, (req, res) => sendRuns(req, res));
  router.get(`${base}/workflows/:workflow/runs`, async (req, res) =>
    sendRuns(req, res, (await workflowOf(req)).path),
  );
  router.get(
    [`${base}/runs/:run`, `${base}/runs/:run/attempts/:attempt`],
    async (req, res) => {
      res.json(await presentRun(services, repositoryOf(req), runOf(req)));
    },
  );
  router.post(`${base}/runs/:run/rerun`, async (req, res) => {
    const { repositoryId, id } = runOf(req);
    await runs.rerun(repositoryId, id, 'all');
    res.status(201).json({});
  });
  router.post(`${base}/runs/:run/rerun-failed-jobs`, async (req, res) => {
    const { repositoryId, id } = runOf(req);
    await runs.rerun(repositoryId, id, 'failed');
    res.status(201).json({});
  });
  router.post(
    [`${base}/runs/:run/cancel`, `${base}/runs/:run/force-cancel`],
    (req, res) => {
      const { repositoryId, id } = runOf(req);
      runs.cancel(repositoryId, id);
      res.status(202).json({});
    },
  );

  const jobsOf = (run: WorkflowRun, isAll: boolean) =>
    (isAll ? run.jobs : latestJobs(run)).filter(
      // GitHub does not know a job before what it needs has finished
      ({ status }) => status !== 'blocked',
    );
  router.get(
    [`${base}/runs/:run/jobs`, `${base}/runs/:run/attempts/:attempt/jobs`],
    (req, res) => {
      const run = runOf(req);
      const jobs = jobsOf(run, req.query.filter === 'all');
      res.json({
        total_count: jobs.length,
        jobs: pageOf(req, res, baseUrl, jobs).map(job =>
          presentJob(baseUrl, repositoryOf(req), run, job),
        ),
      });
    },
  );
  const jobOf = (req: Request) =>
    runs.getJob(repositoryOf(req).id, Number(req.params.job));
  router.get(`${base}/jobs/:job`, (req, res) => {
    const { run, job } = jobOf(req);
    res.json(presentJob(baseUrl, repositoryOf(req), run, job));
  });
  router.get(`${base}/jobs/:job/logs`, (req, res) => {
    res.type('text/plain').send(jobOf(req).job.log);
  });
  router.post(`${base}/jobs/:job/rerun`, async (req, res) => {
    const { run, job } = jobOf(req);
    await runs.rerun(run.repositoryId, run.id, { key: job.key });
    res.status(201).json({});
  });

  router.get(`${base}/runs/:run/pending_deployments`, (req, res) => {
    const repository = repositoryOf(req);
    const names = waitingEnvironments(runOf(req));
    res.json(
      names.flatMap(name => {
        const found = environments.find(repository.id, name);
        if (!found) {
          return [];
        }
        const { id, node_id, url, html_url } = presentEnvironment(
          baseUrl,
          repository,
          found,
        );
        return [
          {
            environment: { id, node_id, name: found.name, url, html_url },
            wait_timer: found.waitTimer,
            wait_timer_started_at: null,
            current_user_can_approve: true,
            reviewers: presentReviewers(found),
          },
        ];
      }),
    );
  });
  router.post(`${base}/runs/:run/pending_deployments`, async (req, res) => {
    const repository = repositoryOf(req);
    const run = runOf(req);
    const input = reviewSchema.parse(req.body);
    const names = waitingEnvironments(run).filter(name =>
      input.environment_ids.includes(
        environments.find(repository.id, name)?.id ?? 0,
      ),
    );
    const jobs = latestJobs(run).filter(
      ({ status, environment = '' }) =>
        status === 'waiting' && names.includes(environment),
    );
    await runs.review(repository.id, run.id, names, input.state, input.comment);
    res.json(jobs.map(job => presentDeployment(baseUrl, repository, run, job)));
  });
  router.get(`${base}/runs/:run/approvals`, (req, res) => {
    const { id } = repositoryOf(req);
    res.json(
      runOf(req).reviews.map(({ environment, state, comment }) => ({
        state,
        comment,
        environments: [
          {
            id: environments.find(id, environment)?.id ?? 0,
            name: environment,
          },
        ],
        user: presentAccount(baseUrl),
      })),
    );
  });

  router.get('/repos/:owner/:repo/deployments', (req, res) => {
    const repository = repositoryOf(req);
    const { environment, sha } = z
      .object({
        environment: z.string().optional(),
        sha: z.string().optional(),
      })
      .parse(req.query);
    const found = runs
      .list(repository.id)
      .flatMap(run => deploymentJobs(run).map(job => ({ run, job })))
      .filter(
        ({ run, job }) =>
          (!environment || job.environment === environment) &&
          (!sha || run.sha === sha),
      );
    res.json(
      pageOf(req, res, baseUrl, found).map(({ run, job }) =>
        presentDeployment(baseUrl, repository, run, job),
      ),
    );
  });
  return router;
}

/** Environments whose approval a run waits for. */
export function waitingEnvironments(run: WorkflowRun): readonly string[] {
  const names = latestJobs(run).flatMap(({ status, environment }) =>
    status === 'waiting' && environment !== undefined ? [environment] : [],
  );
  return [...new Set(names)];
}

/** A job that names an environment is a deployment as soon as it may begin; newest first. */
export function deploymentJobs(run: WorkflowRun) {
  return run.jobs
    .filter(
      ({ environment, status, conclusion }) =>
        environment !== undefined &&
        status !== 'blocked' &&
        conclusion !== 'skipped',
    )
    .reverse();
}
