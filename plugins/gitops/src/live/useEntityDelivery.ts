import { stringifyEntityRef } from '@backstage/catalog-model';
import { useApi } from '@backstage/core-plugin-api';
import { useEntity } from '@backstage/plugin-catalog-react';
import { gitopsApiRef } from '../api';
import { useLiveQuery } from './useLiveQuery';

/** Everything about the delivery of the entity in context, kept up to date. */
export function useEntityDelivery() {
  const { entity } = useEntity();
  const api = useApi(gitopsApiRef);
  const entityRef = stringifyEntityRef(entity);
  const live = useLiveQuery({
    kind: 'delivery',
    entityRef,
    read: () => api.delivery(entityRef),
  });
  return { ...live, entity, entityRef };
}
