export { fileWrites } from './fileWrites';
export { GitObjects } from './GitObjects';
export type { Signature, SizedTreeEntry, TreeChange } from './GitObjects';
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
