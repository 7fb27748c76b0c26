export {
  ChangeHub,
  type WatchedEntity,
  type WatchedProject,
} from './ChangeHub';
export { ChangeStreams, type ChangeStreamsOptions } from './ChangeStreams';
export { ChangeStreamsFullError } from './ChangeStreamsFullError';
export { watchedEntity } from './watchedEntity';
