/**
 * GitHub as a source of pipelines, repositories and webhooks for Slipway.
 * @packageDocumentation
 */
export { gitopsModuleGithub as default } from './module';
