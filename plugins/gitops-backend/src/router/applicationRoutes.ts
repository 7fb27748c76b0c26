import type express from 'express';
import type { RouterServices } from './createRouter';
import { parse } from './parse';
import { addressSchema, applicationsSchema, revisionSchema } from './schemas';

const addressOf = (request: express.Request) =>
  parse(addressSchema, {
    ...request.params,
    namespace: request.query.namespace,
  });

/** What belongs to applications of the engines. */
export function addApplicationRoutes(
  router: express.Router,
  { applications, deployments, httpAuth, permissions }: RouterServices,
): void {
  const accessOf = async (request: express.Request) =>
    permissions.accessOf(await httpAuth.credentials(request));

  router.get('/v1/applications', async (request, response) => {
    const query = parse(applicationsSchema, request.query);
    const access = await accessOf(request);
    response.json(await applications.list(query, access));
  });

  router.get(
    '/v1/applications/:instance/:name/revisions/:revision',
    async (request, response) => {
      const address = addressOf(request);
      const { revision } = parse(revisionSchema, request.params);
      const access = await accessOf(request);
      const { application } = await applications.one(address, access);
      response.json(await applications.commit(application, revision));
    },
  );

  router.get(
    '/v1/applications/:instance/:name/pods',
    async (request, response) => {
      const address = addressOf(request);
      const access = await accessOf(request);
      const { application } = await applications.one(address, access);
      response.json(await applications.pods(application));
    },
  );

  for (const command of ['sync', 'terminate'] as const) {
    router.post(
      `/v1/applications/:instance/:name/${command}`,
      async (request, response) => {
        const address = addressOf(request);
        const access = await accessOf(request);
        await deployments.run(command, address, access, request);
        response.status(202).json({});
      },
    );
  }
}
