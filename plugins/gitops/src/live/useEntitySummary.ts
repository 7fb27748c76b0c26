import { useApi } from '@backstage/core-plugin-api';
import { gitopsApiRef } from '../api';
import { gitopsCacheOf } from './GitopsCache';
import { useLiveQuery } from './useLiveQuery';

/** One row of a list; all rows on a page share one request. */
export function useEntitySummary(entityRef: string) {
  const { summaries } = gitopsCacheOf(useApi(gitopsApiRef));
  return useLiveQuery({
    kind: 'summary',
    entityRef,
    read: () => summaries.load(entityRef),
  });
}
