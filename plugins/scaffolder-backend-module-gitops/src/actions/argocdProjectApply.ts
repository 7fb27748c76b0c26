import { ConflictError } from '@backstage/errors';
import { createTemplateAction } from '@backstage/plugin-scaffolder-node';
import type { ArgocdInstances } from '../argocd/ArgocdInstances';
import { ownedProject } from '../argocd/describeOwned';
import { whyNotOwned } from '../argocd/ownership';
import { projectManifest } from '../argocd/projectManifest';
import { examples } from './argocdProjectApply.examples';

/** `argocd:project:apply`: creates or updates an `AppProject`, unless it belongs to somebody else. */
export function createArgocdProjectApplyAction(options: {
  readonly instances: ArgocdInstances;
}) {
  return createTemplateAction({
    id: 'argocd:project:apply',
    description:
      'Creates or updates an Argo CD project. Running it again changes nothing; a project of another component is left alone.',
    supportsDryRun: true,
    examples,
    schema: {
      input: {
        instance: z =>
          z.string().describe('Name of the configured Argo CD instance'),
        name: z => z.string().min(1).describe('Name of the project'),
        component: z =>
          z
            .string()
            .optional()
            .describe('Component that owns the project. Default: its name'),
        description: z => z.string().optional(),
        sourceRepos: z =>
          z
            .array(z.string())
            .min(1)
            .describe('Repositories that may be deployed from, with .git'),
        destinations: z =>
          z
            .array(
              z.object({
                server: z.string().optional(),
                name: z.string().optional(),
                namespace: z.string(),
              }),
            )
            .min(1)
            .describe(
              'Namespaces that may be deployed to. Default server: the cluster of Argo CD itself',
            ),
        roles: z =>
          z
            .array(
              z.object({
                name: z.string(),
                description: z.string().optional(),
                policies: z.array(z.string()),
                groups: z.array(z.string()).optional(),
              }),
            )
            .optional(),
        labels: z => z.record(z.string()).optional(),
        annotations: z => z.record(z.string()).optional(),
      },
      output: {
        name: z => z.string(),
        url: z => z.string().describe('Page of the project in Argo CD'),
      },
    },
    async handler(ctx) {
      const { input, signal } = ctx;
      const { client, projectUrl } = options.instances.get(input.instance);
      const component = input.component ?? input.name;
      const url = projectUrl(input.name);
      if (ctx.isDryRun) {
        ctx.logger.info(`Would apply project ${input.name} to ${client.title}`);
      } else {
        const existing = await client.getProject(input.name, { signal });
        const problem =
          existing &&
          whyNotOwned(ownedProject(existing), {
            component,
            repositories: input.sourceRepos,
          });
        if (problem) {
          throw new ConflictError(problem);
        }
        // Without upsert Argo CD itself refuses a project that somebody created a moment ago.
        await client.applyProject(projectManifest({ ...input, component }), {
          upsert: existing !== undefined,
          signal,
        });
        ctx.logger.info(`Applied project ${input.name}: ${url}`);
      }
      ctx.output('name', input.name);
      ctx.output('url', url);
    },
  });
}
