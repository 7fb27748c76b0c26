import { NotAllowedError } from '@backstage/errors';
import type express from 'express';
import type { RouterServices } from './createRouter';
import { parse } from './parse';
import { environmentSchema } from './schemas';

/** What is the same for all components. */
export function addEnvironmentRoutes(
  router: express.Router,
  { certificates, config, httpAuth, permissions }: RouterServices,
): void {
  router.get('/v1/environments', async (_request, response) => {
    response.json({ items: config.environments });
  });

  router.get(
    '/v1/sealing-certificates/:environment',
    async (request, response) => {
      const { environment } = parse(environmentSchema, request.params);
      const access = await permissions.accessOf(
        await httpAuth.credentials(request),
      );
      if (!access.readCertificates.allowed) {
        throw new NotAllowedError(access.readCertificates.reason);
      }
      response.json(await certificates.get(environment));
    },
  );
}
