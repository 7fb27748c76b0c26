import { ConflictError } from '@backstage/errors';
import { createTemplateAction } from '@backstage/plugin-scaffolder-node';
import type { ArgocdInstances } from '../argocd/ArgocdInstances';
import { ownedProject } from '../argocd/describeOwned';
import { whyNotOwned } from '../argocd/ownership';
import { examples } from './argocdProjectDelete.examples';

/** `argocd:project:delete`: undoes `argocd:project:apply`. */
export function createArgocdProjectDeleteAction(options: {
  readonly instances: ArgocdInstances;
}) {
  return createTemplateAction({
    id: 'argocd:project:delete',
    description:
      'Deletes an Argo CD project of this component. One that is gone already is fine; one of another component is left alone. Delete its applications first.',
    supportsDryRun: true,
    examples,
    schema: {
      input: {
        instance: z =>
          z.string().describe('Name of the configured Argo CD instance'),
        name: z => z.string().min(1),
        component: z =>
          z
            .string()
            .optional()
            .describe('Component that owns the project. Default: its name'),
        repoUrl: z =>
          z
            .string()
            .optional()
            .describe('Leave the project alone unless it is for this one'),
      },
      output: { deleted: z => z.boolean() },
    },
    async handler(ctx) {
      const { input, signal } = ctx;
      const { client } = options.instances.get(input.instance);
      if (ctx.isDryRun) {
        ctx.logger.info(
          `Would delete project ${input.name} from ${client.title}`,
        );
        ctx.output('deleted', false);
        return;
      }
      const existing = await client.getProject(input.name, { signal });
      const problem =
        existing &&
        whyNotOwned(ownedProject(existing), {
          component: input.component ?? input.name,
          ...(input.repoUrl && { repositories: [input.repoUrl] }),
        });
      if (problem) {
        throw new ConflictError(problem);
      }
      const deleted = existing
        ? await client.deleteProject(input.name, { signal })
        : false;
      ctx.logger.info(
        deleted
          ? `Deleted project ${input.name}`
          : `There is no project ${input.name}`,
      );
      ctx.output('deleted', deleted);
    },
  });
}
