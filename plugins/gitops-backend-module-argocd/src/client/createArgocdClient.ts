import { NotFoundError } from '@backstage/errors';
import { z } from 'zod';
import type { ArgocdInstanceConfig } from '../config/ArgocdInstanceConfig';
import type { ArgocdApplicationScope, ArgocdClient } from './ArgocdClient';
import { createTransport, type ArgocdTransport } from './createTransport';
import { streamApplications } from './streamApplications';
import {
  applicationListSchema,
  applicationSchema,
  manifestsSchema,
  projectSchema,
  resourceTreeSchema,
} from './wire';

/** @public */
export interface ArgocdClientOptions {
  /** Milliseconds that one call may take; 10,000 by default. */
  readonly timeout?: number;
  /** Milliseconds for calls that let Argo CD fetch a repository and render it; 60,000 by default. */
  readonly renderTimeout?: number;
  /** Milliseconds without a byte after which a stream that began counts as cut; 40,000 by default. */
  readonly streamSilence?: number;
}

const anything = z.unknown();

/**
 * Calls nothing until its first method is called.
 * @public
 */
export function createArgocdClient(
  instance: ArgocdInstanceConfig,
  options: ArgocdClientOptions = {},
): ArgocdClient {
  const {
    timeout = 10_000,
    renderTimeout = 60_000,
    streamSilence = 40_000,
  } = options;
  const transport = createTransport(instance);

  const find: ArgocdClient['getApplication'] = (name, scope = {}) =>
    scope.project === undefined
      ? findInAnyProject(transport, name, scope, timeout)
      : orUndefined(
          transport.send(
            {
              method: 'GET',
              path: ['applications', name],
              query: scopeQuery(scope),
              signal: scope.signal,
              doing: `read application “${name}”`,
              timeout,
            },
            applicationSchema,
          ),
        );

  return {
    instance: instance.name,
    title: transport.title,

    getProject: (name, { signal } = {}) =>
      orUndefined(
        transport.send(
          {
            method: 'GET',
            path: ['projects', name],
            signal,
            doing: `read project “${name}”`,
            timeout,
          },
          projectSchema,
        ),
      ),

    applyProject: (project, { upsert = false, signal } = {}) =>
      transport.send(
        {
          method: 'POST',
          path: ['projects'],
          body: { project, upsert },
          signal,
          doing: `apply project “${project.metadata.name}”`,
          timeout,
          conflict: /spec is different/,
        },
        projectSchema,
      ),

    deleteProject: (name, { signal } = {}) =>
      existed(
        transport.send(
          {
            method: 'DELETE',
            path: ['projects', name],
            signal,
            doing: `delete project “${name}”`,
            timeout,
            conflict: /is referenced by/,
          },
          anything,
        ),
      ),

    getApplication: find,

    applyApplication: (
      application,
      { upsert = false, validate = true, signal } = {},
    ) =>
      transport.send(
        {
          method: 'POST',
          path: ['applications'],
          query: { upsert: String(upsert), validate: String(validate) },
          body: application,
          signal,
          doing: `apply application “${application.metadata.name}”`,
          timeout: renderTimeout,
          conflict: /spec is different/,
        },
        applicationSchema,
      ),

    async deleteApplication(name, { cascade = true, ...scope } = {}) {
      // without its project, Argo CD would answer "permission denied" for one that does not exist
      const project = scope.project ?? (await find(name, scope))?.spec?.project;
      if (project === undefined) return false;
      return existed(
        transport.send(
          {
            method: 'DELETE',
            path: ['applications', name],
            query: {
              ...scopeQuery({ ...scope, project }),
              cascade: String(cascade),
              ...(cascade && { propagationPolicy: 'foreground' }),
            },
            signal: scope.signal,
            doing: `delete application “${name}”`,
            timeout,
          },
          anything,
        ),
      );
    },

    async listApplications({ signal } = {}) {
      const list = await transport.send(
        {
          method: 'GET',
          path: ['applications'],
          query: { fields: 'items.metadata.name,items.metadata.namespace' },
          signal,
          doing: 'list applications',
          timeout,
        },
        applicationListSchema,
      );
      return list.items.map(({ metadata: { name, namespace } }) => ({
        name,
        namespace,
      }));
    },

    streamApplications: ({ signal }) =>
      streamApplications(transport, streamSilence, signal),

    async renderManifests(name, revisions, scope = {}) {
      const [revision, ...more] = revisions;
      const { manifests } = await transport.send(
        {
          method: 'GET',
          path: ['applications', name, 'manifests'],
          query: {
            ...scopeQuery(scope),
            ...(more.length === 0
              ? { revision }
              : {
                  revisions,
                  sourcePositions: revisions.map((_, i) => String(i + 1)),
                }),
          },
          signal: scope.signal,
          doing: `render application “${name}” at ${revisions.join(', ')}`,
          timeout: renderTimeout,
        },
        manifestsSchema,
      );
      return manifests;
    },

    getResourceTree: (name, scope = {}) =>
      transport.send(
        {
          method: 'GET',
          path: ['applications', name, 'resource-tree'],
          query: scopeQuery(scope),
          signal: scope.signal,
          doing: `read the resources of application “${name}”`,
          timeout,
        },
        resourceTreeSchema,
      ),

    async syncApplication(name, scope = {}) {
      await transport.send(
        {
          method: 'POST',
          path: ['applications', name, 'sync'],
          body: {
            project: scope.project,
            appNamespace: scope.namespace,
          },
          signal: scope.signal,
          doing: `sync application “${name}”`,
          timeout,
          conflict: /sync window|already in progress|is deleting/,
        },
        anything,
      );
    },

    async terminateOperation(name, scope = {}) {
      await transport.send(
        {
          method: 'DELETE',
          path: ['applications', name, 'operation'],
          query: scopeQuery(scope),
          signal: scope.signal,
          doing: `stop the sync of application “${name}”`,
          timeout,
          conflict: /no operation is in progress/i,
        },
        anything,
      );
    },

    async refreshApplication(name, scope = {}) {
      await transport.send(
        {
          method: 'GET',
          path: ['applications', name],
          query: { ...scopeQuery(scope), refresh: 'normal' },
          signal: scope.signal,
          doing: `refresh application “${name}”`,
          timeout: renderTimeout,
        },
        anything,
      );
    },
  };
}

function scopeQuery({ project, namespace }: ArgocdApplicationScope) {
  return { project, appNamespace: namespace };
}

/** The list answers for every project that may be read, where the single call hides what is missing behind a 403. */
async function findInAnyProject(
  transport: ArgocdTransport,
  name: string,
  { namespace, signal }: ArgocdApplicationScope,
  timeout: number,
) {
  const { items } = await transport.send(
    {
      method: 'GET',
      path: ['applications'],
      query: { name, appNamespace: namespace },
      signal,
      doing: `read application “${name}”`,
      timeout,
    },
    applicationListSchema,
  );
  return items.find(item => item.metadata.name === name);
}

async function orUndefined<T>(call: Promise<T>): Promise<T | undefined> {
  try {
    return await call;
  } catch (error) {
    if (error instanceof NotFoundError) return undefined;
    throw error;
  }
}

async function existed(call: Promise<unknown>): Promise<boolean> {
  try {
    await call;
    return true;
  } catch (error) {
    if (error instanceof NotFoundError) return false;
    throw error;
  }
}
