import express from 'express';
import PromiseRouter from 'express-promise-router';
import { graphql, GraphQLError } from 'graphql';
import { z } from 'zod';
import { answerErrors, limitHeaders } from '../api/answers';
import { authenticate } from '../api/authenticate';
import type { GithubServices } from '../GithubServices';
import { createRoot } from './resolvers';
import { githubSchema } from './schema';

const bodySchema = z.object({
  query: z.string(),
  variables: z.record(z.unknown()).nullish(),
  operationName: z.string().nullish(),
});

/** `POST /api/graphql`. */
export function createGraphql(services: GithubServices) {
  const router = PromiseRouter();
  router.use(express.json({ limit: '50mb' }));
  router.use(limitHeaders(services.now));
  router.use(authenticate(services.isToken));
  router.post('/', async (req, res) => {
    const { query, variables, operationName } = bodySchema.parse(req.body);
    const { data, errors } = await graphql({
      schema: githubSchema,
      source: query,
      rootValue: createRoot(services),
      variableValues: variables ?? undefined,
      operationName: operationName ?? undefined,
      typeResolver: value =>
        (value as { readonly __typename?: string }).__typename,
    });
    res.json({ data, ...(errors && { errors: errors.map(presentError) }) });
  });
  router.use(answerErrors);
  return router;
}

/** GitHub has a `type` beside the message. */
function presentError(error: GraphQLError) {
  const { type } = error.extensions;
  return {
    ...error.toJSON(),
    extensions: undefined,
    ...(type ? { type } : {}),
  };
}
