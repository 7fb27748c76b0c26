import { ConflictError } from '@backstage/errors';
import type { ScmIntegrationRegistry } from '@backstage/integration';
import {
  createTemplateAction,
  parseRepoUrl,
} from '@backstage/plugin-scaffolder-node';
import type { GitlabProjects } from '../gitlab/GitlabProjects';
import { examples } from './gitlabProjectDelete.examples';

const longestRunMs = 24 * 60 * 60 * 1000;

/** `gitlab:project:delete`: undoes `publish:gitlab` of the same run. */
export function createGitlabProjectDeleteAction(options: {
  readonly projects: GitlabProjects;
  readonly integrations: ScmIntegrationRegistry;
  /** Injected by tests. */
  readonly now?: () => number;
}) {
  return createTemplateAction({
    id: 'gitlab:project:delete',
    description:
      'Deletes the GitLab project that this run created, when a later step failed. Refuses one that is older than a day or has another path than was asked for.',
    supportsDryRun: true,
    examples,
    schema: {
      input: {
        repoUrl: z => z.string().describe('As it was given to publish:gitlab'),
        projectId: z =>
          z
            .number()
            .int()
            .describe('Output projectId of publish:gitlab in this run'),
      },
      output: { deleted: z => z.boolean() },
    },
    async handler(ctx) {
      const { input, signal } = ctx;
      const { host, path } = projectPath(input.repoUrl, options.integrations);
      if (ctx.isDryRun) {
        ctx.logger.info(`Would delete ${path} from GitLab ${host}`);
        ctx.output('deleted', false);
        return;
      }
      const project = await options.projects.find(
        host,
        input.projectId,
        signal,
      );
      if (!project) {
        ctx.logger.info(`There is no project ${input.projectId} (${path})`);
        ctx.output('deleted', false);
        return;
      }
      const age = (options.now ?? Date.now)() - Date.parse(project.createdAt);
      if (project.path.toLowerCase() !== path.toLowerCase()) {
        throw new ConflictError(
          `The project ${input.projectId} is ${project.path}, not ${path}: it was left alone`,
        );
      }
      if (!(age < longestRunMs)) {
        throw new ConflictError(
          `The project ${path} was created at ${project.createdAt}, not by this run: it was left alone`,
        );
      }
      const deleted = await options.projects.delete(host, project.id, signal);
      ctx.logger.info(`Deleted ${path} from GitLab ${host}`);
      ctx.output('deleted', deleted);
    },
  });
}

function projectPath(repoUrl: string, integrations: ScmIntegrationRegistry) {
  const { host, owner, repo } = parseRepoUrl(repoUrl, integrations);
  return { host, path: owner ? `${owner}/${repo}` : repo };
}
