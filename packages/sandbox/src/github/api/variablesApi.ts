import { generateKeyPairSync } from 'node:crypto';
import type { Request } from 'express';
import PromiseRouter from 'express-promise-router';
import { z } from 'zod';
import type { GithubServices } from '../GithubServices';
import type { Variable, VariableScope } from '../model/Variables';
import { ApiError, pageOf } from './answers';
import { seconds } from './presentRepository';

const name = z.string().regex(/^[A-Za-z_]\w*$/);

/** Variables and secrets, of a repository or of one environment; the older paths name the repository by its id. */
export function variablesApi(services: GithubServices) {
  const { repositories, environments, variables, baseUrl, now } = services;
  const router = PromiseRouter();
  const publicKey = newPublicKey();

  const scopeOf = (req: Request, kind: Variable['kind']): VariableScope => {
    const { owner, repo, id, environment } = req.params;
    const repository = repositories.get(id ?? `${owner}/${repo}`);
    if (environment && !environments.find(repository.id, environment)) {
      throw new ApiError(404, 'Not Found');
    }
    return {
      repositoryId: repository.id,
      kind,
      ...(environment && { environment }),
    };
  };
  const find = (scope: VariableScope, wanted: string): Variable => {
    const found = variables.find(scope, wanted);
    if (!found) {
      throw new ApiError(404, 'Not Found');
    }
    return found;
  };

  for (const base of [
    '/repos/:owner/:repo/actions',
    '/repos/:owner/:repo/environments/:environment',
    '/repositories/:id/environments/:environment',
  ]) {
    router.get(`${base}/variables`, (req, res) => {
      const all = variables.list(scopeOf(req, 'variable'));
      const page = pageOf(req, res, baseUrl, all);
      res.json({ total_count: all.length, variables: page.map(present) });
    });
    router.post(`${base}/variables`, (req, res) => {
      const scope = scopeOf(req, 'variable');
      const input = z.object({ name, value: z.string() }).parse(req.body);
      if (variables.find(scope, input.name)) {
        throw new ApiError(409, 'Already exists - Variable already exists');
      }
      variables.put(scope, input.name, input.value, now());
      res.status(201).json({});
    });
    router.get(`${base}/variables/:name`, (req, res) => {
      res.json(present(find(scopeOf(req, 'variable'), req.params.name)));
    });
    router.patch(`${base}/variables/:name`, (req, res) => {
      const scope = scopeOf(req, 'variable');
      const before = find(scope, req.params.name);
      const { value } = z.object({ value: z.string() }).parse(req.body);
      variables.put(scope, before.name, value, now());
      res.status(204).end();
    });
    router.delete(`${base}/variables/:name`, (req, res) => {
      const scope = scopeOf(req, 'variable');
      variables.remove(scope, find(scope, req.params.name).name);
      res.status(204).end();
    });

    router.get(`${base}/secrets/public-key`, (req, res) => {
      scopeOf(req, 'secret');
      res.json({ key_id: '1', key: publicKey });
    });
    router.get(`${base}/secrets`, (req, res) => {
      const all = variables.list(scopeOf(req, 'secret'));
      const page = pageOf(req, res, baseUrl, all);
      res.json({ total_count: all.length, secrets: page.map(withoutValue) });
    });
    router.get(`${base}/secrets/:name`, (req, res) => {
      res.json(withoutValue(find(scopeOf(req, 'secret'), req.params.name)));
    });
    router.put(`${base}/secrets/:name`, (req, res) => {
      const scope = scopeOf(req, 'secret');
      z.object({ encrypted_value: z.string(), key_id: z.string() }).parse(
        req.body,
      );
      const existed = variables.find(scope, req.params.name);
      variables.put(scope, name.parse(req.params.name), '', now());
      res.status(existed ? 204 : 201).json({});
    });
    router.delete(`${base}/secrets/:name`, (req, res) => {
      const scope = scopeOf(req, 'secret');
      variables.remove(scope, find(scope, req.params.name).name);
      res.status(204).end();
    });
  }
  return router;
}

/** Clients seal secrets with it; the private half is thrown away, so that nothing sealed is ever opened. */
function newPublicKey(): string {
  const { publicKey } = generateKeyPairSync('x25519');
  const { x = '' } = publicKey.export({ format: 'jwk' });
  return Buffer.from(x, 'base64url').toString('base64');
}

function present(variable: Variable) {
  return { ...withoutValue(variable), value: variable.value };
}

function withoutValue(variable: Variable) {
  return {
    name: variable.name,
    created_at: seconds(variable.createdAt),
    updated_at: seconds(variable.updatedAt),
  };
}
