export { createGitlabServer } from './createGitlabServer';
export type { GitlabOptions, GitlabWorld } from './GitlabWorld';
export type { Group, Groups } from './model/Groups';
export type { Project, ProjectInput, Projects } from './model/Projects';
