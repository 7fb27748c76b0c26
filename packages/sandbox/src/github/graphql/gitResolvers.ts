import type { GithubServices } from '../GithubServices';
import { repositoryUrl } from '../links';
import type { Repository } from '../model/Repositories';
import { checkSuiteOf, rollupState } from './checkResolvers';
import { connectionOf, type ConnectionArguments } from './connection';
import { pullRequestOf, pullRequestState } from './repositoryResolvers';

/** Of a history, more is not counted. */
const MOST_COMMITS = 1000;

export function refOf(
  services: GithubServices,
  repository: Repository,
  { name, sha }: { readonly name: string; readonly sha: string },
) {
  const { pullRequests } = services;
  return {
    id: `REF_${name}`,
    name,
    prefix: 'refs/heads/',
    target: () => commitOf(services, repository, sha),
    associatedPullRequests: (
      args: ConnectionArguments & {
        readonly states?: readonly string[] | null;
      },
    ) =>
      connectionOf(
        pullRequests
          .list(repository.id)
          .filter(
            request =>
              request.head === name &&
              (!args.states || args.states.includes(pullRequestState(request))),
          ),
        args,
        request => pullRequestOf(services, repository, request),
      ),
  };
}

function gitObject(
  { baseUrl }: GithubServices,
  { fullName }: Repository,
  type: string,
  oid: string,
) {
  return {
    __typename: type,
    id: `${type}_${oid}`,
    oid,
    abbreviatedOid: oid.slice(0, 7),
    commitUrl: `${repositoryUrl(baseUrl, fullName)}/commit/${oid}`,
  };
}

export async function commitOf(
  services: GithubServices,
  repository: Repository,
  sha: string,
): Promise<object> {
  const { git, runs } = services;
  const { fullName } = repository;
  const commit = await git.commit(fullName, sha);
  const own = () => runs.list(repository.id).filter(run => run.sha === sha);
  const person = (name: string, email: string, date: string) => ({
    name,
    email,
    date,
    user: null,
    avatarUrl: '',
  });
  const object = gitObject(services, repository, 'Commit', sha);
  return {
    ...object,
    url: object.commitUrl,
    message: commit.message.trimEnd(),
    messageHeadline: commit.title,
    messageBody: commit.message.slice(commit.title.length).trim(),
    author: person(commit.authorName, commit.authorEmail, commit.authoredAt),
    committer: person(
      commit.committerName,
      commit.committerEmail,
      commit.committedAt,
    ),
    authoredDate: commit.authoredAt,
    committedDate: commit.committedAt,
    statusCheckRollup: () => {
      const state = rollupState(own());
      return state ? { id: `SCR_${sha}`, state } : null;
    },
    checkSuites: (args: ConnectionArguments) =>
      // the oldest first, as GitHub has them
      connectionOf([...own()].reverse(), args, run =>
        checkSuiteOf(services, repository, run),
      ),
    history: async (
      args: ConnectionArguments & { readonly path?: string | null },
    ) =>
      connectionOf(
        await git.log(fullName, sha, {
          limit: MOST_COMMITS,
          path: args.path ?? undefined,
        }),
        args,
        one => commitOf(services, repository, one.sha),
      ),
    parents: (args: ConnectionArguments) =>
      connectionOf(commit.parents, args, parent =>
        commitOf(services, repository, parent),
      ),
  };
}

/** What `main`, a SHA or `main:path` names. */
export async function objectOf(
  services: GithubServices,
  repository: Repository,
  expression: string,
): Promise<object | null> {
  const { git, objects } = services;
  const { fullName } = repository;
  const colon = expression.indexOf(':');
  const revision = colon === -1 ? expression : expression.slice(0, colon);
  const sha = await git.resolveRevision(fullName, revision);
  if (!sha) {
    return null;
  }
  if (colon === -1) {
    return commitOf(services, repository, sha);
  }
  const path = expression.slice(colon + 1).replace(/\/$/, '');
  const tree = await objects.treeOf(fullName, sha);
  const all = tree
    ? await objects.listTree(fullName, tree, { recursive: true })
    : [];
  const entry = all.find(one => one.path === path);
  if (path !== '' && !entry) {
    return null;
  }
  if (entry?.type === 'blob') {
    const content = await git.readBlob(fullName, sha, path);
    const isBinary = content.includes(0);
    return {
      ...gitObject(services, repository, 'Blob', entry.sha),
      byteSize: content.length,
      isBinary,
      isTruncated: false,
      text: isBinary ? null : content.toString('utf8'),
    };
  }
  const prefix = path === '' ? '' : `${path}/`;
  return {
    ...gitObject(services, repository, 'Tree', entry?.sha ?? tree ?? ''),
    entries: all
      .filter(
        one =>
          one.path.startsWith(prefix) &&
          !one.path.slice(prefix.length).includes('/'),
      )
      .map(one => ({
        name: one.path.slice(prefix.length),
        path: one.path,
        type: one.type,
        mode: Number.parseInt(one.mode, 8),
        oid: one.sha,
        object: () => objectOf(services, repository, `${sha}:${one.path}`),
      })),
  };
}
