import PromiseRouter from 'express-promise-router';
import type { GithubServices } from '../GithubServices';
import {
  findAccount,
  findTeam,
  TOKEN_USER,
  type Team,
} from '../model/accounts';
import { ApiError, pageOf } from './answers';
import { presentAccount, presentRepository } from './presentRepository';

/** Users, organisations and their teams: those of the sandbox's catalog. */
export function accountsApi(services: GithubServices) {
  const { repositories, baseUrl } = services;
  const router = PromiseRouter();
  const known = (login: string, type?: 'Organization') => {
    const account = findAccount(login);
    if (!account || (type && account.type !== type)) {
      throw new ApiError(404, 'Not Found');
    }
    return account;
  };
  const team = (org: string, slug: string): Team => {
    const found = findTeam(org, slug);
    if (!found) {
      throw new ApiError(404, 'Not Found');
    }
    return found;
  };

  router.get('/user', (_req, res) => {
    res.json(presentAccount(baseUrl, TOKEN_USER));
  });
  router.get('/user/orgs', (_req, res) => {
    res.json([presentAccount(baseUrl, 'demo')]);
  });
  router.get('/users/:login', (req, res) => {
    res.json(presentAccount(baseUrl, known(req.params.login).login));
  });
  router.get('/orgs/:org', (req, res) => {
    const { login } = known(req.params.org, 'Organization');
    res.json(presentAccount(baseUrl, login));
  });
  router.get('/orgs/:org/memberships/:login', (req, res) => {
    known(req.params.org, 'Organization');
    known(req.params.login);
    res.json({ state: 'active', role: 'admin' });
  });
  router.get('/orgs/:org/teams/:slug', (req, res) => {
    const found = team(req.params.org, req.params.slug);
    res.json({
      ...presentTeam(found),
      html_url: `${baseUrl}/orgs/${req.params.org}/teams/${found.slug}`,
    });
  });
  router.put('/orgs/:org/teams/:slug/repos/:owner/:repo', (req, res) => {
    team(req.params.org, req.params.slug);
    repositories.get(`${req.params.owner}/${req.params.repo}`);
    res.status(204).end();
  });
  router.get(
    ['/orgs/:login/repos', '/users/:login/repos'],
    async (req, res) => {
      const { login } = known(req.params.login);
      const found = repositories.list().filter(one => one.owner === login);
      res.json(
        await Promise.all(
          pageOf(req, res, baseUrl, found).map(one =>
            presentRepository(services, one),
          ),
        ),
      );
    },
  );
  return router;
}

export function presentTeam({ id, slug, name }: Team) {
  return {
    id,
    node_id: `T_${id}`,
    slug,
    name,
    privacy: 'closed',
    permission: 'push',
  };
}
