import type {
  AuditorService,
  AuthService,
  HttpAuthService,
  LoggerService,
  PermissionsRegistryService,
  PermissionsService,
} from '@backstage/backend-plugin-api';
import type { CatalogService } from '@backstage/plugin-catalog-node';
import type { Application } from '@slipway/plugin-gitops-common';
import type { Knex } from 'knex';
import { ChangeHub, ChangeStreams } from './changes';
import { DeploymentCommands, PipelineCommands } from './commands';
import type { GitopsConfig } from './config';
import {
  ApplicationReader,
  DeliveryReader,
  EntityReader,
  SummaryReader,
} from './delivery';
import { Comparisons } from './deltas';
import { DeploymentEventLog, DeploymentEventReader } from './events';
import { DeploymentResolver, RevisionImages } from './images';
import { ComponentOwners } from './owners';
import { PermissionChecker, registerPermissions } from './permissions';
import { Pipelines, pollPipelines } from './pipelines';
import { Projection } from './projection';
import type { Providers } from './providers/Providers';
import type { RouterServices } from './router';
import { SealingCertificates } from './sealing';

export interface ServiceDependencies {
  readonly auditor: AuditorService;
  readonly auth: AuthService;
  readonly catalog: CatalogService;
  readonly config: GitopsConfig;
  readonly httpAuth: HttpAuthService;
  readonly knex: Knex;
  readonly logger: LoggerService;
  readonly permissions: PermissionsService;
  readonly permissionsRegistry: PermissionsRegistryService;
  readonly providers: Providers;
}

export interface Services {
  readonly router: RouterServices;
  /** Loads the last known state and begins to watch. */
  readonly start: () => Promise<void>;
  /** Begins to listen to those who announce changes of pipelines. */
  readonly subscribe: () => Promise<void>;
  readonly stop: () => Promise<void>;
}

/** Wires everything together; decides nothing. */
export function createServices(deps: ServiceDependencies): Services {
  const { auditor, catalog, config, knex, logger, providers } = deps;
  const { engines, repositories } = providers;
  const hub = new ChangeHub();
  const onLate = (application: Application) =>
    hub.applicationChanged(application);

  const images = new RevisionImages({ engines, knex, logger });
  const resolver = new DeploymentResolver({ config, images, onLate });
  const environmentOf = (application: Application) =>
    resolver.environmentOf(application);
  const eventLog = new DeploymentEventLog({ knex, logger, environmentOf });
  const events = new DeploymentEventReader({
    knex,
    logger,
    images,
    environmentOf,
    onLate,
  });
  const projection = new Projection({
    engines,
    knex,
    logger,
    ...config.projection,
    listener: {
      observed: application => eventLog.observe(application),
      changed: (previous, next) => hub.applicationChanged(previous, next),
      statusChanged: instance => hub.instanceChanged(instance),
    },
  });
  const pipelines = new Pipelines({
    providers: providers.pipelines,
    hub,
    ...config.pipelines,
  });
  const comparisons = new Comparisons({
    providers: repositories,
    knex,
    logger,
  });

  const owners = new ComponentOwners(deps);
  const permissions = new PermissionChecker({ ...deps, owners, environmentOf });
  registerPermissions({
    registry: deps.permissionsRegistry,
    find: id => projection.get(id),
    describe: applications =>
      permissions.resources(applications, { withOwners: true }),
  });

  const streams = new ChangeStreams({ hub });
  const applications = new ApplicationReader({
    projection,
    resolver,
    permissions,
    engines,
    repositories,
  });
  const shared = { config, projection, resolver, pipelines, permissions };
  const polling = new AbortController();

  return {
    router: {
      config,
      httpAuth: deps.httpAuth,
      permissions,
      entities: new EntityReader({ catalog, pipelines }),
      deliveries: new DeliveryReader({ ...shared, events, comparisons, hub }),
      summaries: new SummaryReader(shared),
      applications,
      deployments: new DeploymentCommands({ applications, auditor }),
      pipelines: new PipelineCommands({ pipelines, auditor }),
      certificates: new SealingCertificates(config),
      streams,
    },
    async start() {
      await eventLog.start();
      await projection.start();
      // Ends when `stop` aborts it, and never rejects.
      void pollPipelines({
        pipelines,
        intervalMs: config.pipelines.pollIntervalMs,
        signal: polling.signal,
      });
    },
    async subscribe() {
      for (const source of providers.pipelineChangeSources) {
        await source.subscribe(project => pipelines.changed(project));
      }
    },
    async stop() {
      polling.abort();
      streams.stop();
      pipelines.stop();
      await projection.stop();
      await eventLog.stop();
    },
  };
}
