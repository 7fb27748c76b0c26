import { readFile } from 'node:fs/promises';
import path from 'node:path';
import { createServiceFactory } from '@backstage/backend-plugin-api';
import { mockServices, startTestBackend } from '@backstage/backend-test-utils';
import { parseEntityRef, type Entity } from '@backstage/catalog-model';
import { catalogServiceRef } from '@backstage/plugin-catalog-node';
import { catalogServiceMock } from '@backstage/plugin-catalog-node/testUtils';
import scaffolderPlugin from '@backstage/plugin-scaffolder-backend';
import scaffolderGithub from '@backstage/plugin-scaffolder-backend-module-github';
import scaffolderGitlab from '@backstage/plugin-scaffolder-backend-module-gitlab';
import scaffolderGitops from '@slipway/plugin-scaffolder-backend-module-gitops';
import type { JsonObject } from '@backstage/types';
import { parse } from 'yaml';
import { z } from 'zod';
import { templatesRoot } from '../templateFolder';

const eventsSchema = z.array(
  z.object({
    type: z.string(),
    body: z.object({
      message: z.string(),
      output: z.object({ links: z.array(z.unknown()) }).optional(),
    }),
  }),
);

/** How a task ended, and all that it said. */
export interface TaskRun {
  readonly status: string;
  readonly log: readonly string[];
  readonly links: readonly unknown[];
}

/** A scaffolder that really runs one template, with a catalog of its own. */
export interface TaskRunner {
  /** Runs the template as the wizard would, to its end. */
  run(values: object): Promise<TaskRun>;
  /** From now on the catalog refuses a new location with this error, or takes it again. */
  refuse(error: Error | undefined): void;
  stop(): Promise<void>;
}

/** Starts the scaffolder of this repository's backend. The catalog knows the template and the groups. */
export async function startTaskRunner(options: {
  readonly template: string;
  readonly config: JsonObject;
  readonly groups: readonly string[];
}): Promise<TaskRunner> {
  const file = path.join(templatesRoot, options.template, 'template.yaml');
  const template = parse(await readFile(file, 'utf8')) as Entity;
  let refusal: Error | undefined;
  const backend = await startTestBackend({
    features: [
      scaffolderPlugin,
      scaffolderGithub,
      scaffolderGitlab,
      scaffolderGitops,
      catalogOf(
        [
          {
            ...template,
            metadata: {
              ...template.metadata,
              annotations: {
                'backstage.io/managed-by-location': `file:${file}`,
              },
            },
          },
          ...options.groups.map(name => ({
            apiVersion: 'backstage.io/v1alpha1',
            kind: 'Group',
            metadata: { name, namespace: 'default' },
          })),
        ],
        () => refusal,
      ),
      mockServices.rootConfig.factory({ data: options.config }),
    ],
  });
  const tasks = `http://127.0.0.1:${backend.server.port()}/api/scaffolder/v2/tasks`;
  return {
    async run(values) {
      const response = await fetch(tasks, {
        method: 'POST',
        headers: { 'Content-Type': 'application/json' },
        body: JSON.stringify({
          templateRef: `template:default/${options.template}`,
          values,
        }),
      });
      const { id } = z.object({ id: z.string() }).parse(await response.json());
      const events = await eventsUntilTheEnd(`${tasks}/${id}/events`);
      const task = await fetch(`${tasks}/${id}`).then(one => one.json());
      return {
        status: z.object({ status: z.string() }).parse(task).status,
        log: events.map(({ body }) => body.message),
        links:
          events.find(({ type }) => type === 'completion')?.body.output
            ?.links ?? [],
      };
    },
    refuse(error) {
      refusal = error;
    },
    stop: () => backend.stop(),
  };
}

async function eventsUntilTheEnd(url: string) {
  const deadline = Date.now() + 60_000;
  while (Date.now() < deadline) {
    const events = eventsSchema.parse(
      await fetch(url).then(answer => answer.json()),
    );
    if (events.some(({ type }) => type === 'completion')) {
      return events;
    }
    await new Promise(resolve => setTimeout(resolve, 100));
  }
  throw new Error('The task did not end within a minute');
}

/** A catalog that takes every new location for the component that its repository is called after. */
function catalogOf(
  entities: readonly Entity[],
  refusal: () => Error | undefined,
) {
  const catalog = catalogServiceMock({ entities: [...entities] });
  const registered = new Map<string, Entity>();
  const { getEntityByRef } = catalog;
  return createServiceFactory({
    service: catalogServiceRef,
    deps: {},
    factory: () =>
      Object.assign(catalog, {
        getEntityByRef: async (
          ...[ref, options]: Parameters<typeof getEntityByRef>
        ) =>
          registered.get(
            typeof ref === 'string' ? parseEntityRef(ref).name : ref.name,
          ) ?? getEntityByRef.call(catalog, ref, options),
        addLocation: async ({ target = '' }: { target?: string }) => {
          const error = refusal();
          if (error) {
            throw error;
          }
          const name = /demo\/([^/]+)\//.exec(target)?.[1] ?? '';
          const component = {
            apiVersion: 'backstage.io/v1alpha1',
            kind: 'Component',
            metadata: { name },
          };
          registered.set(name, component);
          return {
            location: { id: name, type: 'url', target },
            entities: [component],
          };
        },
      }),
  });
}
