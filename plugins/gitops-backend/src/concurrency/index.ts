export { Batcher } from './Batcher';
export { DebouncedTask } from './DebouncedTask';
export { Limiter } from './Limiter';
export { LruMap } from './LruMap';
export { pause } from './pause';
export { within } from './within';
