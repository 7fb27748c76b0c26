import { ConflictError } from '@backstage/errors';
import type { ScmIntegrationRegistry } from '@backstage/integration';
import type { CatalogService } from '@backstage/plugin-catalog-node';
import { createTemplateAction } from '@backstage/plugin-scaffolder-node';
import type { ArgocdInstances } from '../argocd/ArgocdInstances';
import type { GithubRepositories } from '../github/GithubRepositories';
import type { GitlabProjects } from '../gitlab/GitlabProjects';
import { checkArgocd } from '../preflight/checkArgocd';
import { checkCatalog } from '../preflight/checkCatalog';
import { checkCertificates } from '../preflight/checkCertificates';
import { checkNames } from '../preflight/checkNames';
import { checkRepository } from '../preflight/checkRepository';
import { githubHost } from '../preflight/githubHost';
import { gitlabHost } from '../preflight/gitlabHost';
import { readRepository } from '../preflight/readRepository';
import { runPreflight } from '../preflight/runPreflight';
import type { SealingCertificates } from '../sealing/SealingCertificates';
import { examples } from './gitopsPreflight.examples';

/** `gitops:preflight`: says what would fail before anything is created. */
export function createGitopsPreflightAction(options: {
  readonly catalog: CatalogService;
  readonly certificates: SealingCertificates;
  readonly environments: readonly string[];
  readonly instances: ArgocdInstances;
  readonly integrations: ScmIntegrationRegistry;
  readonly projects: GitlabProjects;
  readonly repositories: GithubRepositories;
}) {
  return createTemplateAction({
    id: 'gitops:preflight',
    description:
      'Checks, before anything is created, that the names are possible and free, that the group or organization is there and the token may create in it, and that GitLab or GitHub, Argo CD and the sealing certificate can be reached. Reports everything that is in the way together.',
    supportsDryRun: true,
    examples,
    schema: {
      input: {
        name: z => z.string().describe('Name of the component'),
        repoUrl: z =>
          z
            .string()
            .optional()
            .describe(
              'Repository to create, as for publish:gitlab and publish:github; with path, the one that a folder is proposed to',
            ),
        path: z =>
          z
            .string()
            .regex(/^(?![/.])[\w./-]+(?<![/])$/)
            .optional()
            .describe(
              'Folder that is proposed to a repository that exists, for example apps/orders',
            ),
        branch: z =>
          z
            .string()
            .optional()
            .describe('Branch of that proposal. Default: create-<name>'),
        argocdInstance: z =>
          z
            .string()
            .optional()
            .describe('Argo CD instance that its objects go to'),
        environments: z =>
          z
            .array(z.string())
            .optional()
            .describe('Default: the configured environments'),
        project: z =>
          z
            .string()
            .optional()
            .describe(
              'Argo CD project to create. Default: the name; with path, none',
            ),
        applications: z =>
          z
            .array(z.string())
            .optional()
            .describe('Default: <name>-<environment> for each environment'),
        entityNamespace: z =>
          z.string().optional().describe('Default: default'),
        sealing: z =>
          z
            .boolean()
            .optional()
            .describe(
              'Whether a sealing certificate is needed. Default: a missing one is only logged',
            ),
      },
      output: {
        problems: z =>
          z
            .array(z.string())
            .describe('What is in the way; only a dry run gets beyond it'),
        repositoryUrl: z =>
          z
            .string()
            .optional()
            .describe(
              'Clone URL that the repository will have, for files that have to name it before it exists',
            ),
      },
    },
    async handler(ctx) {
      const { input, signal } = ctx;
      const { name } = input;
      const environments = input.environments ?? options.environments;
      const credentials = await ctx.getInitiatorCredentials();
      const repository = readRepository(input.repoUrl, options.integrations);
      ctx.output('repositoryUrl', repository.found?.url);
      const request = {
        component: name,
        environments,
        repository: repository.found,
        argocdInstance: input.argocdInstance,
        ...(input.path && {
          proposal: {
            path: input.path,
            branch: input.branch ?? `create-${name}`,
          },
        }),
        project: input.project ?? (input.path ? undefined : name),
        applications:
          input.applications ?? environments.map(each => `${name}-${each}`),
        entityNamespace: input.entityNamespace ?? 'default',
      };
      const certificateCheck = checkCertificates(options.certificates);

      const check = async () => {
        const wrongNames = [
          ...repository.problems,
          ...(await checkNames(request, signal)),
        ];
        // What has an impossible name cannot exist.
        if (wrongNames.length > 0) {
          return wrongNames;
        }
        const problems = await runPreflight(
          [
            checkCatalog({ catalog: options.catalog, credentials }),
            checkRepository({
              gitlab: gitlabHost(options.projects),
              github: githubHost(options.repositories),
            }),
            checkArgocd(options.instances),
            ...(input.sealing ? [certificateCheck] : []),
          ],
          request,
          signal,
        );
        if (input.sealing === undefined && options.certificates.isConfigured) {
          for (const warning of await certificateCheck(request, signal)) {
            ctx.logger.warn(warning);
          }
        }
        return problems;
      };

      if (ctx.isDryRun) {
        const problems = await check();
        problems.forEach(problem => ctx.logger.warn(problem));
        ctx.output('problems', [...problems]);
        return;
      }
      // A retry must not be stopped by what the first attempt created.
      await ctx.checkpoint({
        key: `preflight.${name}`,
        fn: async () => {
          const problems = await check();
          if (problems.length > 0) {
            throw new ConflictError(sayProblems(name, problems));
          }
          return { passed: true };
        },
      });
      ctx.logger.info(`Nothing is in the way of ${name}`);
      ctx.output('problems', []);
    },
  });
}

function sayProblems(name: string, problems: readonly string[]): string {
  const count =
    problems.length === 1 ? 'One thing is' : `${problems.length} things are`;
  return [
    `Nothing was created. ${count} in the way of “${name}”:`,
    ...problems.map(problem => `- ${problem}`),
  ].join('\n');
}
