export { createGithubServer } from './createGithubServer';
export type { GithubOptions, GithubWorld } from './GithubWorld';
