import type { Request } from 'express';
import PromiseRouter from 'express-promise-router';
import { z } from 'zod';
import type { GithubServices } from '../GithubServices';
import { apiUrl, repositoryUrl } from '../links';
import { findReviewer } from '../model/accounts';
import type { Environment } from '../model/Environments';
import type { Repository } from '../model/Repositories';
import { ApiError, refused } from './answers';
import { seconds } from './presentRepository';

const putSchema = z
  .object({
    wait_timer: z.number().int().min(0).max(43_200).nullish(),
    prevent_self_review: z.boolean().nullish(),
    reviewers: z
      .array(z.object({ type: z.enum(['User', 'Team']), id: z.number() }))
      .max(6)
      .nullish(),
    deployment_branch_policy: z
      .object({
        protected_branches: z.boolean(),
        custom_branch_policies: z.boolean(),
      })
      .nullish(),
  })
  .nullish();

/** Environments with their required reviewers. */
export function environmentsApi(services: GithubServices) {
  const { repositories, environments, baseUrl, now } = services;
  const router = PromiseRouter();
  const repositoryOf = (req: Request) =>
    repositories.get(`${req.params.owner}/${req.params.repo}`);
  const find = (req: Request): Environment => {
    const found = environments.find(repositoryOf(req).id, req.params.name);
    if (!found) {
      throw new ApiError(404, 'Not Found');
    }
    return found;
  };

  router.get('/repos/:owner/:repo/environments', (req, res) => {
    const repository = repositoryOf(req);
    const found = environments.list(repository.id);
    res.json({
      total_count: found.length,
      environments: found.map(one =>
        presentEnvironment(baseUrl, repository, one),
      ),
    });
  });
  router.get('/repos/:owner/:repo/environments/:name', (req, res) => {
    res.json(presentEnvironment(baseUrl, repositoryOf(req), find(req)));
  });
  router.put('/repos/:owner/:repo/environments/:name', (req, res) => {
    const repository = repositoryOf(req);
    const input = putSchema.parse(req.body) ?? {};
    const unknown = input.reviewers?.find(
      ({ type, id }) => !findReviewer(type, id),
    );
    if (unknown) {
      throw refused('Validation Failed', {
        resource: 'Environment',
        code: 'invalid',
        field: 'reviewers',
      });
    }
    // all that is not said is reset, as GitHub documents
    const environment = environments.put(
      repository.id,
      req.params.name,
      now(),
      {
        reviewers: input.reviewers ?? [],
        preventSelfReview: input.prevent_self_review ?? false,
        waitTimer: input.wait_timer ?? 0,
        branchPolicy: input.deployment_branch_policy ?? undefined,
      },
    );
    res.json(presentEnvironment(baseUrl, repository, environment));
  });
  router.delete('/repos/:owner/:repo/environments/:name', (req, res) => {
    const { repositoryId, name } = find(req);
    environments.remove(repositoryId, name);
    res.status(204).end();
  });

  const policies =
    '/repos/:owner/:repo/environments/:name/deployment-branch-policies';
  router.get(policies, (req, res) => {
    const { branchPolicies } = find(req);
    res.json({
      total_count: branchPolicies.length,
      branch_policies: branchPolicies,
    });
  });
  router.post(policies, (req, res) => {
    const { repositoryId, name, branchPolicies } = find(req);
    const input = z
      .object({
        name: z.string(),
        type: z.enum(['branch', 'tag']).default('branch'),
      })
      .parse(req.body);
    const policy = { id: branchPolicies.length + 1, ...input };
    environments.put(repositoryId, name, now(), {
      branchPolicies: [...branchPolicies, policy],
    });
    res.json(policy);
  });
  return router;
}

export function presentEnvironment(
  baseUrl: string,
  { fullName }: Repository,
  environment: Environment,
) {
  const { id, name, reviewers, waitTimer } = environment;
  return {
    id,
    node_id: `EN_${id}`,
    name,
    url: `${apiUrl(baseUrl, fullName)}/environments/${encodeURIComponent(name)}`,
    html_url: `${repositoryUrl(baseUrl, fullName)}/deployments/activity_log?environments_filter=${encodeURIComponent(name)}`,
    created_at: seconds(environment.createdAt),
    updated_at: seconds(environment.updatedAt),
    protection_rules: [
      ...(waitTimer > 0
        ? [{ id: id * 10, type: 'wait_timer', wait_timer: waitTimer }]
        : []),
      ...(reviewers.length > 0
        ? [
            {
              id: id * 10 + 1,
              type: 'required_reviewers',
              prevent_self_review: environment.preventSelfReview,
              reviewers: presentReviewers(environment),
            },
          ]
        : []),
      ...(environment.branchPolicy
        ? [{ id: id * 10 + 2, type: 'branch_policy' }]
        : []),
    ],
    deployment_branch_policy: environment.branchPolicy ?? null,
  };
}

export function presentReviewers({ reviewers }: Environment) {
  return reviewers.map(({ type, id }) => ({
    type,
    reviewer: findReviewer(type, id) ?? { id },
  }));
}
