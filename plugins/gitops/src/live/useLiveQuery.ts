import { useApi } from '@backstage/core-plugin-api';
import { useQuery, type UseQueryResult } from '@tanstack/react-query';
import { useEffect, useState } from 'react';
import { gitopsApiRef, type ChangeMode } from '../api';
import { gitopsCacheOf } from './GitopsCache';

const RETRY_MS = 15_000;
// Only a safety net: what changes is told through the subscription.
const SAFETY_NET_MS = 2 * 60_000;

/**
 * A query about one entity that reads again whenever the entity changes. The last data stays while it reads, and also when
 * reading fails.
 */
export function useLiveQuery<T>(options: {
  readonly kind: string;
  readonly entityRef: string;
  readonly read: () => Promise<T>;
}): { readonly query: UseQueryResult<T>; readonly mode: ChangeMode } {
  const { kind, entityRef, read } = options;
  const api = useApi(gitopsApiRef);
  const cache = gitopsCacheOf(api);
  const [mode, setMode] = useState<ChangeMode>('connecting');
  const query = useQuery<T>(
    {
      queryKey: [kind, entityRef],
      queryFn: read,
      refetchInterval: ({ state }) =>
        state.status === 'error' || state.fetchFailureCount > 0
          ? RETRY_MS
          : SAFETY_NET_MS,
    },
    cache.queryClient,
  );
  useEffect(
    () =>
      api.subscribe([entityRef], notice => {
        if (notice.type === 'mode') {
          setMode(notice.mode);
        } else {
          cache.refresh([kind, entityRef]);
        }
      }),
    [api, cache, kind, entityRef],
  );
  return { query, mode };
}
