import type { Response } from 'express';
import { badgeOf, empty } from '../../web/elements';
import type { Html } from '../../web/html';
import { sendLayout, type Site } from '../../web/sendLayout';
import { encodePath } from '../links';
import type { Project } from '../model/Projects';

const site: Site = {
  name: 'GitLab',
  brand: 'gitlab',
  disclaimer: 'Its repositories are real; job scripts are read, not run.',
};

const pages = [
  ['Files', ''],
  ['Commits', '/-/commits'],
  ['Pipelines', '/-/pipelines'],
  ['Merge requests', '/-/merge_requests'],
] as const;

export interface PageContent {
  readonly title: string;
  /** Absent outside of a project. */
  readonly project?: Project;
  readonly body: Html;
  /** Seconds until the page loads itself again. */
  readonly refresh?: number;
}

export function sendPage(
  res: Response,
  { project, ...content }: PageContent,
): void {
  const section = project && {
    name: project.fullPath,
    path: `/${encodePath(project.fullPath)}`,
    pages,
  };
  sendLayout(res, site, { ...content, section });
}

export function sendNotFound(
  res: Response,
  text: string,
  project?: Project,
): void {
  res.status(404);
  sendPage(res, { title: 'Not found', project, body: empty(text) });
}

/** Says why nothing was done. */
export function sendRefusal(res: Response, status: number, text: string): void {
  res.status(status);
  sendPage(res, { title: 'Not done', body: empty(text) });
}

/** A state in its colour. */
export function badge(status: string): Html {
  return badgeOf(status, status === 'success' ? 'passed' : status);
}
