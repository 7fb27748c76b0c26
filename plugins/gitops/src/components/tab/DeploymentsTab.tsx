import { useEntityDelivery } from '../../live';
import { DeliveryFailure } from './DeliveryFailure';
import { DeliveryView } from './DeliveryView';
import { TabSkeleton } from './TabSkeleton';

/** The page of one entity: where each of its commits is, live. */
export function DeploymentsTab() {
  const { query, mode, entity } = useEntityDelivery();
  if (query.data) {
    return (
      <DeliveryView
        delivery={query.data}
        entity={entity}
        mode={mode}
        failure={query.error ?? undefined}
        readAt={query.dataUpdatedAt}
      />
    );
  }
  return query.error ? (
    <DeliveryFailure
      error={query.error}
      retrying={query.isFetching}
      onRetry={() => void query.refetch()}
    />
  ) : (
    <TabSkeleton />
  );
}
