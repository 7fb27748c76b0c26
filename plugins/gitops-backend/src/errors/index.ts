export { describeUpstreamError } from './describeUpstreamError';
export { toUpstreamError } from './toUpstreamError';
