/**
 * GitLab as a source of pipelines, repositories and webhooks for Slipway.
 * @packageDocumentation
 */
export { gitopsModuleGitlab as default } from './module';
export { GitlabHosts } from './hosts/GitlabHosts';
export { GitlabPipelineProvider } from './pipelines/GitlabPipelineProvider';
export { GitlabRepositoryProvider } from './repositories/GitlabRepositoryProvider';
