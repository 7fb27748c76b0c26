import PromiseRouter from 'express-promise-router';
import { graphql } from 'graphql';
import { z } from 'zod';
import { answerErrors } from '../api/answers';
import { tokenOf } from '../api/authenticate';
import { readBody } from '../api/readBody';
import type { GitlabServices } from '../GitlabServices';
import { createRoot } from './resolvers';
import { gitlabSchema } from './schema';

const bodySchema = z.object({
  query: z.string().max(10_000),
  variables: z.record(z.unknown()).nullish(),
  operationName: z.string().nullish(),
});

/** `POST /api/graphql`. */
export function createGraphql(services: GitlabServices) {
  const router = PromiseRouter();
  router.use(...readBody);
  router.post('/', async (req, res) => {
    const token = tokenOf(req);
    if (token === undefined || !services.isToken(token)) {
      // this one body differs from REST's
      res.status(401).json({ errors: [{ message: 'Invalid token' }] });
      return;
    }
    const { query, variables, operationName } = bodySchema.parse(req.body);
    const answer = await graphql({
      schema: gitlabSchema,
      source: query,
      rootValue: createRoot(services),
      variableValues: variables ?? undefined,
      operationName: operationName ?? undefined,
    });
    res.json(answer);
  });
  router.use(answerErrors);
  return router;
}
