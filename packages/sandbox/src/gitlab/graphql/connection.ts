import { GraphQLError } from 'graphql';

/** GitLab gives at most 100 nodes at once. */
const MOST = 100;

export interface ConnectionArguments {
  readonly first?: number | null;
  readonly after?: string | null;
}

/** A page of a connection; cursors say the position, as opaque as GitLab's. */
export function connectionOf<T>(
  items: readonly T[],
  { first, after }: ConnectionArguments,
) {
  if (typeof first === 'number' && first < 0) {
    throw new GraphQLError('first must not be negative');
  }
  const start = after
    ? Number(Buffer.from(after, 'base64url').toString('utf8'))
    : 0;
  const end = Math.min(items.length, start + Math.min(first ?? MOST, MOST));
  const cursor = (position: number) =>
    Buffer.from(String(position)).toString('base64url');
  return {
    count: items.length,
    nodes: items.slice(start, end),
    pageInfo: {
      hasNextPage: end < items.length,
      hasPreviousPage: start > 0,
      startCursor: cursor(start),
      endCursor: cursor(end),
    },
  };
}
