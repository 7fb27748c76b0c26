export { systemClock } from './Clock';
export type { Clock } from './Clock';
export { JsonFile } from './JsonFile';
