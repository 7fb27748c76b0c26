export {
  type ApplicationAddress,
  ApplicationReader,
  type ApplicationsQuery,
} from './ApplicationReader';
export { DeliveryReader } from './DeliveryReader';
export { type Component, EntityReader } from './EntityReader';
export { SummaryReader } from './SummaryReader';
