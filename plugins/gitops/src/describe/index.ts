export { describeDeployment } from './describeDeployment';
export {
  describePipeline,
  describePipelineStatus,
} from './describePipelineStatus';
export { describeSummary } from './describeSummary';
export { describeTraceCell } from './describeTraceCell';
export { errorMessage } from './errorMessage';
export { findTraceRow } from './findTraceRow';
export { formatAge, formatDuration, formatPeriod } from './formatTime';
export { groupDeployments, type LaneStop } from './groupDeployments';
export { headlineTag, isNothingReleased } from './headlineImage';
export { overlayUrl, safeUrl } from './sourceLinks';
export type { StatusView } from './StatusView';
