import type { HttpAuthService } from '@backstage/backend-plugin-api';
import express from 'express';
import Router from 'express-promise-router';
import type { ChangeStreams } from '../changes';
import type { DeploymentCommands, PipelineCommands } from '../commands';
import type { GitopsConfig } from '../config';
import type {
  ApplicationReader,
  DeliveryReader,
  EntityReader,
  SummaryReader,
} from '../delivery';
import type { PermissionChecker } from '../permissions';
import type { SealingCertificates } from '../sealing';
import { addApplicationRoutes } from './applicationRoutes';
import { addEntityRoutes } from './entityRoutes';
import { addEnvironmentRoutes } from './environmentRoutes';

/** What the routes call. */
export interface RouterServices {
  readonly config: GitopsConfig;
  readonly httpAuth: HttpAuthService;
  readonly permissions: PermissionChecker;
  readonly entities: EntityReader;
  readonly deliveries: DeliveryReader;
  readonly summaries: SummaryReader;
  readonly applications: ApplicationReader;
  readonly deployments: DeploymentCommands;
  readonly pipelines: PipelineCommands;
  readonly certificates: SealingCertificates;
  readonly streams: ChangeStreams;
}

/** The HTTP API under `/api/gitops`. */
export function createRouter(services: RouterServices): express.Router {
  const router = Router();
  router.use(express.json({ limit: '100kb' }));
  addEnvironmentRoutes(router, services);
  addEntityRoutes(router, services);
  addApplicationRoutes(router, services);
  return router;
}
