import { NotAllowedError } from '@backstage/errors';
import { gitopsDeploymentReadPermission } from '@slipway/plugin-gitops-common';
import type express from 'express';
import { ChangeStreamsFullError, watchedEntity } from '../changes';
import { type Access, needs } from '../permissions';
import type { RouterServices } from './createRouter';
import { parse } from './parse';
import {
  changesSchema,
  entityPathSchema,
  pipelineCommandSchema,
  summariesSchema,
} from './schemas';

/** What belongs to entities of the catalog. */
export function addEntityRoutes(
  router: express.Router,
  services: RouterServices,
): void {
  const { deliveries, entities, httpAuth, permissions, streams } = services;

  router.get(
    '/v1/entities/:kind/:namespace/:name/delivery',
    async (request, response) => {
      const entityRef = parse(entityPathSchema, request.params);
      const credentials = await httpAuth.credentials(request);
      const [access, component] = await Promise.all([
        permissions.accessOf(credentials),
        entities.one(entityRef, credentials),
      ]);
      assertSeesAnything(access);
      response.json(await deliveries.read(component, access));
    },
  );

  router.post(
    '/v1/entities/:kind/:namespace/:name/pipeline',
    async (request, response) => {
      const entityRef = parse(entityPathSchema, request.params);
      const command = parse(pipelineCommandSchema, request.body);
      const credentials = await httpAuth.credentials(request);
      const [access, component] = await Promise.all([
        permissions.accessOf(credentials),
        entities.one(entityRef, credentials),
      ]);
      await services.pipelines.run(command, component, access, request);
      response.status(202).json({});
    },
  );

  router.post('/v1/summaries', async (request, response) => {
    const { entityRefs } = parse(summariesSchema, request.body);
    const credentials = await httpAuth.credentials(request);
    const [access, components] = await Promise.all([
      permissions.accessOf(credentials),
      entities.many(entityRefs, credentials),
    ]);
    response.json(await services.summaries.read(components, access));
  });

  router.get('/v1/changes', async (request, response) => {
    const { entityRef } = parse(changesSchema, request.query);
    const credentials = await httpAuth.credentials(request);
    try {
      streams.admit();
      const [access, components] = await Promise.all([
        permissions.accessOf(credentials),
        entities.many([...new Set(entityRef)], credentials),
      ]);
      assertSeesAnything(access);
      const readable = components.filter(component => component !== undefined);
      streams.open(
        response,
        readable.map(component =>
          watchedEntity({
            component,
            access,
            permissions,
            alone: readable.length === 1,
          }),
        ),
      );
    } catch (error) {
      if (error instanceof ChangeStreamsFullError) {
        response.setHeader('Retry-After', error.retryAfterSeconds);
      }
      throw error;
    }
  });
}

function assertSeesAnything(access: Access): void {
  if (access.readDeployments.deniesAll && !access.readPipelines.allowed) {
    throw new NotAllowedError(needs(gitopsDeploymentReadPermission.name));
  }
}
