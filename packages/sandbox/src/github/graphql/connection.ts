import { GraphQLError } from 'graphql';

/** GitHub gives at most 100 nodes at once. */
const MOST = 100;

export interface ConnectionArguments {
  readonly first?: number | null;
  readonly last?: number | null;
  readonly after?: string | null;
  readonly before?: string | null;
}

/** A page of a connection, with edges too; cursors say the position. Throws as GitHub does when no size is given. */
export function connectionOf<T, N>(
  items: readonly T[],
  { first, last, after, before }: ConnectionArguments,
  present: (item: T) => N,
) {
  const size = first ?? last;
  if (typeof size !== 'number') {
    throw new GraphQLError(
      'You must provide a `first` or `last` value to properly paginate the connection.',
    );
  }
  if (size < 0 || size > MOST) {
    throw new GraphQLError(
      `Requesting ${size} records on the connection exceeds the \`first\` limit of ${MOST} records.`,
    );
  }
  const from = after ? positionOf(after) : 0;
  const to = before ? positionOf(before) - 1 : items.length;
  const start = typeof first === 'number' ? from : Math.max(from, to - size);
  const end = typeof first === 'number' ? Math.min(to, from + size) : to;
  const cursor = (position: number) =>
    Buffer.from(`cursor:${position}`).toString('base64');
  const nodes = items.slice(start, end).map(present);
  return {
    totalCount: items.length,
    nodes,
    edges: nodes.map((node, index) => ({
      node,
      cursor: cursor(start + index + 1),
    })),
    pageInfo: {
      hasNextPage: end < items.length,
      hasPreviousPage: start > 0,
      startCursor: nodes.length > 0 ? cursor(start + 1) : null,
      endCursor: nodes.length > 0 ? cursor(end) : null,
    },
  };
}

/** How many items lie before the cursor's end. */
function positionOf(cursor: string): number {
  const text = Buffer.from(cursor, 'base64').toString('utf8');
  const position = Number(/^cursor:(\d+)$/.exec(text)?.[1]);
  if (!Number.isInteger(position)) {
    throw new GraphQLError(
      `\`${cursor}\` does not appear to be a valid cursor.`,
    );
  }
  return position;
}
