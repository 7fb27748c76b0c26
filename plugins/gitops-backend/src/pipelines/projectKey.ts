import type { ProjectRef } from '@slipway/plugin-gitops-common';

/** One string for one project. */
export const projectKey = (project: ProjectRef): string =>
  `${project.provider}\n${project.host}\n${project.path}`;

/** One string for the system that a project lives in. */
export const hostKey = (project: ProjectRef): string =>
  `${project.provider}\n${project.host}`;
