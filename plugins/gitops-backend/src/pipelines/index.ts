export { Pipelines, type RecentRuns } from './Pipelines';
export { pollPipelines } from './pollPipelines';
export { hostKey, projectKey, repositoryKey } from './projectKey';
