export {
  Cluster,
  liveObject,
  seconds,
  type ClusterOptions,
  type ObjectEvent,
  type Unseal,
} from './Cluster';
export { healthOf, podHealth, worse, type Health } from './healthOf';
export { immutableField } from './immutableField';
export { keyOf } from './keyOf';
export { ParameterStore } from './ParameterStore';
export type {
  ClusterRecord,
  Misbehaviour,
  Pod,
  PodSet,
  Workload,
} from './model';
