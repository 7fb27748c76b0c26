import { NotFoundError } from '@backstage/errors';
import { GraphQLError } from 'graphql';
import type { FileAction } from '../../git';
import type { GithubServices } from '../GithubServices';
import { findAccount, TOKEN_USER } from '../model/accounts';
import { refOf } from './gitResolvers';
import { nodeOf } from './nodeOf';
import { ownerOf, repositoryOf } from './repositoryResolvers';

interface CommitInput {
  readonly branch: {
    readonly repositoryNameWithOwner?: string | null;
    readonly branchName?: string | null;
  };
  readonly message: {
    readonly headline: string;
    readonly body?: string | null;
  };
  readonly fileChanges?: {
    readonly additions?:
      readonly { readonly path: string; readonly contents: string }[] | null;
    readonly deletions?: readonly { readonly path: string }[] | null;
  } | null;
  readonly expectedHeadOid: string;
}

/** The root of the schema: objects whose fields are values or functions that are called only when a query asks for them. */
export function createRoot(services: GithubServices) {
  const { repositories, git, now } = services;
  return {
    viewer: ownerOf(services, TOKEN_USER),
    rateLimit: {
      limit: 5000,
      cost: 1,
      remaining: 4999,
      used: 1,
      nodeCount: 0,
      resetAt: new Date(now().getTime() + 3_600_000).toISOString(),
    },
    repository: ({
      owner,
      name,
    }: {
      readonly owner: string;
      readonly name: string;
    }) => {
      const found = repositories.find(`${owner}/${name}`);
      if (!found) {
        throw notFound(
          `Could not resolve to a Repository with the name '${owner}/${name}'.`,
        );
      }
      return repositoryOf(services, found);
    },
    organization: ({ login }: { readonly login: string }) => {
      if (findAccount(login)?.type !== 'Organization') {
        throw notFound(
          `Could not resolve to an Organization with the login of '${login}'.`,
        );
      }
      return ownerOf(services, login);
    },
    node: ({ id }: { readonly id: string }) => nodeOf(services, id),
    nodes: ({ ids }: { readonly ids: readonly string[] }) =>
      // each fails on its own
      ids.map(async id => nodeOf(services, id)),
    createCommitOnBranch: async ({
      input,
    }: {
      readonly input: CommitInput;
    }) => {
      const { repositoryNameWithOwner, branchName } = input.branch;
      const repository = repositories.find(repositoryNameWithOwner ?? '');
      if (!repository || !branchName) {
        throw new NotFoundError('The branch does not exist');
      }
      const { headline, body } = input.message;
      const commit = await git
        .commitFiles(repository.fullName, branchName, fileActions(input), {
          message: body ? `${headline}\n\n${body}` : headline,
          expectedHead: input.expectedHeadOid,
          date: now(),
        })
        .catch(error => {
          throw new GraphQLError(
            `Expected branch to point to "${input.expectedHeadOid}" (expectedHeadOid)`,
            { originalError: error },
          );
        });
      const ref = refOf(services, repository, {
        name: branchName,
        sha: commit.sha,
      });
      return { commit: ref.target, ref };
    },
  };
}

function fileActions({ fileChanges }: CommitInput): FileAction[] {
  return [
    ...(fileChanges?.additions ?? []).map(({ path, contents }) => ({
      action: 'write' as const,
      path,
      content: Buffer.from(contents, 'base64'),
    })),
    ...(fileChanges?.deletions ?? []).map(({ path }) => ({
      action: 'delete' as const,
      path,
    })),
  ];
}

function notFound(message: string): GraphQLError {
  return new GraphQLError(message, { extensions: { type: 'NOT_FOUND' } });
}
