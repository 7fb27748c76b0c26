export { gitopsCacheOf } from './GitopsCache';
export { useEntityDelivery } from './useEntityDelivery';
export { useEntitySummary } from './useEntitySummary';
export { useNow } from './useNow';
