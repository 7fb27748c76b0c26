/**
 * GitHub as a source of pipelines, repositories and webhooks for Slipway.
 * @packageDocumentation
 */
export { gitopsModuleGithub as default } from './module';
export {
  GithubHttp,
  type GithubHttpOptions,
  type GraphqlCall,
  type RestCall,
} from './client/GithubHttp';
export { GithubHosts } from './hosts/GithubHosts';
export { GithubPipelineProvider } from './pipelines/GithubPipelineProvider';
export { GithubRepositoryProvider } from './repositories/GithubRepositoryProvider';
