import type { Response } from 'express';
import { empty, table, time } from '../../web/elements';
import { html } from '../../web/html';
import type { GitlabServices } from '../GitlabServices';
import { encodePath } from '../links';
import { sendPage } from './page';

/** `/` and `/<group>`: the projects in it. */
export function projectsPage(
  { projects }: GitlabServices,
  group: string | undefined,
  res: Response,
): void {
  const found = projects
    .list()
    .filter(
      ({ namespace }) =>
        !group || namespace === group || namespace.startsWith(`${group}/`),
    );
  const rows = found.map(project => [
    html`<a href="/${encodePath(project.fullPath)}">${project.fullPath}</a>`,
    project.description,
    time(project.lastActivityAt),
  ]);
  sendPage(res, {
    title: group ? `Group ${group}` : 'Projects',
    body:
      rows.length > 0
        ? table(['Project', 'Description', 'Last activity'], rows)
        : empty('No projects yet.'),
  });
}
