import { ConflictError } from '@backstage/errors';
import { createTemplateAction } from '@backstage/plugin-scaffolder-node';
import type { ArgocdInstances } from '../argocd/ArgocdInstances';
import { ownedApplication } from '../argocd/describeOwned';
import { whyNotOwned } from '../argocd/ownership';
import { waitUntilGone } from '../argocd/waitUntilGone';
import { examples } from './argocdApplicationDelete.examples';

/** `argocd:application:delete`: undoes `argocd:application:apply`. */
export function createArgocdApplicationDeleteAction(options: {
  readonly instances: ArgocdInstances;
  /** Injected by tests. */
  readonly pauseMs?: number;
}) {
  return createTemplateAction({
    id: 'argocd:application:delete',
    description:
      'Deletes an Argo CD application of this component and what it deployed, and waits until it is gone. One that is gone already is fine; one of another component is left alone.',
    supportsDryRun: true,
    examples,
    schema: {
      input: {
        instance: z =>
          z.string().describe('Name of the configured Argo CD instance'),
        name: z => z.string().min(1),
        component: z => z.string().describe('Component that owns it'),
        repoUrl: z =>
          z
            .string()
            .optional()
            .describe('Leave the application alone unless it is for this one'),
        cascade: z =>
          z
            .boolean()
            .optional()
            .describe('Delete what it deployed as well. Default: true'),
        timeoutSeconds: z =>
          z
            .number()
            .int()
            .min(0)
            .optional()
            .describe('How long to wait until it is gone. Default: 120'),
      },
      output: { deleted: z => z.boolean() },
    },
    async handler(ctx) {
      const { input, signal } = ctx;
      const { client } = options.instances.get(input.instance);
      if (ctx.isDryRun) {
        ctx.logger.info(
          `Would delete application ${input.name} from ${client.title}`,
        );
        ctx.output('deleted', false);
        return;
      }
      const existing = await client.getApplication(input.name, { signal });
      if (!existing) {
        ctx.logger.info(`There is no application ${input.name}`);
        ctx.output('deleted', false);
        return;
      }
      const problem = whyNotOwned(ownedApplication(existing), {
        component: input.component,
        ...(input.repoUrl && { repositories: [input.repoUrl] }),
      });
      if (problem) {
        throw new ConflictError(problem);
      }
      const { namespace } = existing.metadata;
      await client.deleteApplication(input.name, {
        project: existing.spec?.project,
        namespace,
        cascade: input.cascade ?? true,
        signal,
      });
      await waitUntilGone(client, input.name, {
        namespace,
        timeoutMs: (input.timeoutSeconds ?? 120) * 1000,
        pauseMs: options.pauseMs ?? 1000,
        signal,
      });
      ctx.logger.info(`Deleted application ${input.name}`);
      ctx.output('deleted', true);
    },
  });
}
