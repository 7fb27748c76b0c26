export { buildTrace, type BuildTraceInput } from './buildTrace';
