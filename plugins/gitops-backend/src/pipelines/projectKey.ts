import type { ProjectRef } from '@slipway/plugin-gitops-common';

/** One string for one repository, whichever of its pipelines is meant. */
export const repositoryKey = (project: ProjectRef): string =>
  `${project.provider}\n${project.host}\n${project.path}`;

/** One string for one project, as far as its pipelines go. */
export const projectKey = (project: ProjectRef): string =>
  project.pipeline === undefined
    ? repositoryKey(project)
    : `${repositoryKey(project)}\n${project.pipeline}`;

/** One string for the system that a project lives in. */
export const hostKey = (project: ProjectRef): string =>
  `${project.provider}\n${project.host}`;
