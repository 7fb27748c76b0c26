import type { Response } from 'express';
import { badgeOf, empty } from '../../web/elements';
import type { Html } from '../../web/html';
import { sendLayout, type Site } from '../../web/sendLayout';
import { encodePath } from '../links';
import type { Repository } from '../model/Repositories';

const site: Site = {
  name: 'GitHub',
  brand: 'github',
  disclaimer: 'Its repositories are real; workflow steps are read, not run.',
};

const pages = [
  ['Code', ''],
  ['Commits', '/commits'],
  ['Pull requests', '/pulls'],
  ['Actions', '/actions'],
] as const;

/** GitHub's words in the colours of the style sheet. */
const colours: Readonly<Record<string, string>> = {
  failure: 'failed',
  startup_failure: 'failed',
  in_progress: 'running',
  queued: 'pending',
  waiting: 'manual',
  merged: 'success',
  open: 'running',
};

export interface PageContent {
  readonly title: string;
  /** Absent outside of a repository. */
  readonly repository?: Repository;
  readonly body: Html;
  /** Seconds until the page loads itself again. */
  readonly refresh?: number;
}

export function sendPage(
  res: Response,
  { repository, ...content }: PageContent,
): void {
  const section = repository && {
    name: repository.fullName,
    path: `/${encodePath(repository.fullName)}`,
    pages,
  };
  sendLayout(res, site, { ...content, section });
}

export function sendNotFound(
  res: Response,
  text: string,
  repository?: Repository,
): void {
  res.status(404);
  sendPage(res, { title: 'Not found', repository, body: empty(text) });
}

/** Says why nothing was done. */
export function sendRefusal(
  res: Response,
  status: number,
  text: string,
  repository?: Repository,
): void {
  res.status(status);
  sendPage(res, { title: 'Not done', repository, body: empty(text) });
}

/** A state in its colour. */
export function badge(state: string): Html {
  return badgeOf(colours[state] ?? state, state.replaceAll('_', ' '));
}
