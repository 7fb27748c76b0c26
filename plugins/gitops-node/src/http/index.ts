export { folderOfTree } from './folderOfTree';
export { parseRepositoryAddress } from './parseRepositoryAddress';
export type { RepositoryAddress } from './parseRepositoryAddress';
export { pathSegment } from './pathSegment';
export { retryAfterSeconds } from './retryAfterSeconds';
export { sleep } from './sleep';
