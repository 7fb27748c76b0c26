import { ConflictError, InputError } from '@backstage/errors';
import type { ScmIntegrationRegistry } from '@backstage/integration';
import {
  createTemplateAction,
  parseRepoUrl,
} from '@backstage/plugin-scaffolder-node';
import type { GithubRepositories } from '../github/GithubRepositories';
import { examples } from './githubRepositoryDelete.examples';

const longestRunMs = 24 * 60 * 60 * 1000;

/**
 * `github:repository:delete`: undoes `publish:github` of the same run. That action tells no id of the repository, so the commit
 * that it pushed stands for it: only the repository that this run filled has it.
 */
export function createGithubRepositoryDeleteAction(options: {
  readonly repositories: GithubRepositories;
  readonly integrations: ScmIntegrationRegistry;
  /** Injected by tests. */
  readonly now?: () => number;
}) {
  return createTemplateAction({
    id: 'github:repository:delete',
    description:
      'Deletes the GitHub repository that this run created, when a later step failed. Refuses one that is older than a day, was renamed, or lacks the commit that this run pushed.',
    supportsDryRun: true,
    examples,
    schema: {
      input: {
        repoUrl: z => z.string().describe('As it was given to publish:github'),
        commitHash: z =>
          z
            .string()
            .regex(/^[0-9a-f]{40}$/)
            .describe('Output commitHash of publish:github in this run'),
      },
      output: { deleted: z => z.boolean() },
    },
    async handler(ctx) {
      const { input, signal } = ctx;
      const { repositories } = options;
      const { host, owner, repo } = parseRepoUrl(
        input.repoUrl,
        options.integrations,
      );
      if (!owner) {
        throw new InputError(`“${input.repoUrl}” names no owner`);
      }
      const place = { host, owner, name: repo };
      const path = `${owner}/${repo}`;
      if (ctx.isDryRun) {
        ctx.logger.info(`Would delete ${path} from GitHub ${host}`);
        ctx.output('deleted', false);
        return;
      }
      const found = await repositories.find(place, signal);
      if (!found) {
        ctx.logger.info(`There is no repository ${path}`);
        ctx.output('deleted', false);
        return;
      }
      const age = (options.now ?? Date.now)() - Date.parse(found.createdAt);
      if (found.path.toLowerCase() !== path.toLowerCase()) {
        throw new ConflictError(
          `${path} is called ${found.path} now: it was left alone`,
        );
      }
      if (!(age < longestRunMs)) {
        throw new ConflictError(
          `The repository ${path} was created at ${found.createdAt}, not by this run: it was left alone`,
        );
      }
      if (!(await repositories.hasCommit(place, input.commitHash, signal))) {
        throw new ConflictError(
          `The repository ${path} lacks the commit that this run pushed: it was left alone`,
        );
      }
      await repositories.delete(place, signal);
      ctx.logger.info(`Deleted ${path} from GitHub ${host}`);
      ctx.output('deleted', true);
    },
  });
}
