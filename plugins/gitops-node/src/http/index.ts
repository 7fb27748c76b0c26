export { folderOfTree } from './folderOfTree';
export { integrationAt } from './integrationAt';
export { parseRepositoryAddress } from './parseRepositoryAddress';
export type { RepositoryAddress } from './parseRepositoryAddress';
export { pathSegment } from './pathSegment';
export { restAddress } from './restAddress';
export { retryAfterSeconds } from './retryAfterSeconds';
export { sleep } from './sleep';
export { UpstreamHost } from './UpstreamHost';
export type {
  AnswerSchema,
  UpstreamCall,
  UpstreamHostOptions,
} from './UpstreamHost';
export { withoutToken } from './withoutToken';
