export { GitStore } from './GitStore';
export type {
  CommitOptions,
  FileAction,
  FileDiff,
  GitCommit,
  GitComparison,
  PushEvent,
  TreeEntry,
} from './types';
