import type { Router } from 'express';
import PromiseRouter from 'express-promise-router';
import { z } from 'zod';
import { RenderError } from '../../render';
import { ArgocdError } from '../ArgocdError';
import {
  isAutomated,
  isMultiSource,
  syncRequestSchema,
  type Application,
  type Operation,
} from '../model';
import {
  findApplication,
  parseBody,
  usernameOf,
  type HttpContext,
} from './context';

const rollbackSchema = z
  .object({
    id: z.union([z.number(), z.string().regex(/^\d+$/)]).nullish(),
    prune: z.boolean().nullish(),
    dryRun: z.boolean().nullish(),
    project: z.string().nullish(),
    appNamespace: z.string().nullish(),
  })
  .passthrough();

/** Sync, terminate, roll back. */
export function operationRoutes(context: HttpContext): Router {
  const { store, manifests } = context;
  const router = PromiseRouter();

  router.post('/applications/:name/sync', async (req, res) => {
    const body = parseBody(syncRequestSchema, req.body ?? {});
    const { application } = findApplication(context, req, body);
    assertNotDeleting(application);
    const { spec } = application;
    const target = spec.source?.targetRevision || 'HEAD';
    if (
      body.revision &&
      body.revision !== target &&
      isAutomated(spec) &&
      !body.dryRun
    ) {
      throw new ArgocdError(
        'failedPrecondition',
        `Cannot sync to ${body.revision}: auto-sync currently set to ${spec.source?.targetRevision ?? ''}`,
      );
    }
    const syncOptions = body.syncOptions?.items ?? spec.syncPolicy?.syncOptions;
    const revision = await resolve(application, body.revision ?? undefined);
    const operation: Operation = {
      sync: {
        ...(revision && { revision }),
        ...(body.prune && { prune: true }),
        ...(body.dryRun && { dryRun: true }),
        ...(body.resources?.length && { resources: body.resources }),
        ...(isMultiSource(spec)
          ? { sources: spec.sources }
          : { source: spec.source }),
        ...(syncOptions && { syncOptions }),
      },
      initiatedBy: { username: usernameOf(res) },
      retry: {},
    };
    res.json(start(application.metadata.name, operation));
  });

  router.delete('/applications/:name/operation', async (req, res) => {
    const { application } = findApplication(context, req);
    const state = application.status.operationState;
    if (!application.operation || !state) {
      throw new ArgocdError(
        'invalidArgument',
        'Unable to terminate operation. No operation is in progress',
      );
    }
    store.updateApplication(application.metadata.name, current => ({
      ...current,
      status: {
        ...current.status,
        operationState: { ...state, phase: 'Terminating' },
      },
    }));
    res.json({});
  });

  router.post('/applications/:name/rollback', async (req, res) => {
    const body = parseBody(rollbackSchema, req.body ?? {});
    const { application } = findApplication(context, req, body);
    assertNotDeleting(application);
    const { spec, status, metadata } = application;
    if (isAutomated(spec)) {
      throw new ArgocdError(
        'failedPrecondition',
        'rollback cannot be initiated when auto-sync is enabled',
      );
    }
    const id = Number(body.id ?? 0);
    const entry = status.history?.find(item => item.id === id);
    if (!entry) {
      throw new ArgocdError(
        'invalidArgument',
        `application ${metadata.namespace}/${metadata.name} does not have deployment with id ${id}`,
      );
    }
    const { revision, revisions, source, sources } = entry;
    const operation: Operation = {
      sync: {
        ...(revision && { revision }),
        ...(revisions && { revisions }),
        ...(body.prune && { prune: true }),
        ...(body.dryRun && { dryRun: true }),
        ...(sources ? { sources } : { source }),
        ...(spec.syncPolicy?.syncOptions && {
          syncOptions: spec.syncPolicy.syncOptions,
        }),
      },
      initiatedBy: { username: usernameOf(res) },
      retry: {},
    };
    res.json(start(metadata.name, operation));
  });

  /** A revision that does not exist is accepted: the operation fails later, as the real one does. */
  async function resolve(
    application: Application,
    revision: string | undefined,
  ): Promise<string | undefined> {
    const { source } = application.spec;
    if (!source || isMultiSource(application.spec)) {
      return revision;
    }
    try {
      return await manifests.resolve(source, revision);
    } catch (error) {
      if (error instanceof RenderError) {
        return revision ?? source.targetRevision;
      }
      throw error;
    }
  }

  function start(name: string, operation: Operation): Application | undefined {
    if (store.application(name)?.operation) {
      throw new ArgocdError(
        'failedPrecondition',
        'error setting app operation: another operation is already in progress',
      );
    }
    return store.updateApplication(name, current => ({
      ...current,
      operation,
    }));
  }

  return router;
}

function assertNotDeleting({ metadata }: Application): void {
  if (metadata.deletionTimestamp) {
    throw new ArgocdError('failedPrecondition', 'application is deleting');
  }
}
