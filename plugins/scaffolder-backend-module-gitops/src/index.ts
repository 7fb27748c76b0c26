/**
 * Scaffolder actions of Slipway.
 * @packageDocumentation
 */
export { scaffolderModuleGitops as default } from './module';
