export { loadCiConfig } from './loadCiConfig';
export type { CiConfig, CiFiles } from './loadCiConfig';
export { CiConfigError } from './mergeConfig';
export { planPipeline } from './planPipeline';
export type { PipelinePlan, PlannedJob, RuleContext } from './planPipeline';
