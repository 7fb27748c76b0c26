import { ConflictError } from '@backstage/errors';
import { createTemplateAction } from '@backstage/plugin-scaffolder-node';
import { applicationManifest } from '../argocd/applicationManifest';
import type { ArgocdInstances } from '../argocd/ArgocdInstances';
import { ownedApplication } from '../argocd/describeOwned';
import { componentLabel, whyNotOwned } from '../argocd/ownership';
import { examples } from './argocdApplicationApply.examples';

/** `argocd:application:apply`: creates or updates an `Application`, unless it belongs to somebody else. */
export function createArgocdApplicationApplyAction(options: {
  readonly instances: ArgocdInstances;
  readonly environmentLabel: string;
}) {
  return createTemplateAction({
    id: 'argocd:application:apply',
    description:
      'Creates or updates an Argo CD application. Running it again changes nothing; an application of another component is left alone.',
    supportsDryRun: true,
    examples,
    schema: {
      input: {
        instance: z =>
          z.string().describe('Name of the configured Argo CD instance'),
        name: z => z.string().min(1).describe('Name of the application'),
        project: z => z.string().describe('Argo CD project'),
        component: z =>
          z
            .string()
            .optional()
            .describe(
              `Component that owns the application. Default: the label ${componentLabel}, else the project`,
            ),
        repoUrl: z => z.string().describe('Clone URL, with .git'),
        path: z => z.string().describe('Folder of the manifests'),
        targetRevision: z =>
          z.string().optional().describe('Branch or tag. Default: HEAD'),
        namespace: z => z.string().describe('Namespace to deploy to'),
        server: z =>
          z
            .string()
            .optional()
            .describe('Cluster. Default: the one of Argo CD itself'),
        clusterName: z =>
          z.string().optional().describe('Cluster by name, instead of server'),
        environment: z =>
          z
            .string()
            .optional()
            .describe('Environment; becomes the label that is configured'),
        labels: z => z.record(z.string()).optional(),
        annotations: z => z.record(z.string()).optional(),
        helm: z =>
          z
            .object({
              valueFiles: z
                .array(z.string())
                .optional()
                .describe('Relative to the chart; later ones win'),
              releaseName: z
                .string()
                .optional()
                .describe('Default: the name of the application'),
            })
            .optional()
            .describe('For a path that is a Helm chart'),
        syncPolicy: z =>
          z
            .object({
              automated: z.boolean().optional().describe('Default: true'),
              prune: z.boolean().optional().describe('Default: true'),
              selfHeal: z.boolean().optional().describe('Default: true'),
              options: z
                .array(z.string())
                .optional()
                .describe('Default: CreateNamespace=true'),
              retry: z
                .object({
                  limit: z
                    .number()
                    .int()
                    .describe('Attempts after the first; -1: without end'),
                  refresh: z
                    .boolean()
                    .optional()
                    .describe(
                      'Whether a retry takes the newest commit, not the one that failed',
                    ),
                })
                .optional()
                .describe('Default: five, each with the newest commit'),
            })
            .optional(),
        validate: z =>
          z
            .boolean()
            .optional()
            .describe(
              'Whether Argo CD renders the manifests first and refuses what it cannot. Default: true',
            ),
      },
      output: {
        name: z => z.string(),
        url: z => z.string().describe('Page of the application in Argo CD'),
      },
    },
    async handler(ctx) {
      const { input, signal } = ctx;
      const { client, applicationUrl } = options.instances.get(input.instance);
      const component =
        input.component ?? input.labels?.[componentLabel] ?? input.project;
      ctx.output('name', input.name);
      if (ctx.isDryRun) {
        ctx.logger.info(
          `Would apply application ${input.name} to ${client.title}`,
        );
        ctx.output('url', applicationUrl(input.name));
        return;
      }
      // Not narrowed to the project: the name may be taken in another one.
      const existing = await client.getApplication(input.name, { signal });
      const problem =
        existing &&
        whyNotOwned(ownedApplication(existing), {
          component,
          repositories: [input.repoUrl],
        });
      if (problem) {
        throw new ConflictError(problem);
      }
      const applied = await client.applyApplication(
        applicationManifest({ ...input, component }, options.environmentLabel),
        { upsert: existing !== undefined, validate: input.validate, signal },
      );
      const url = applicationUrl(input.name, applied.metadata.namespace);
      ctx.logger.info(`Applied application ${input.name}: ${url}`);
      ctx.output('url', url);
    },
  });
}
