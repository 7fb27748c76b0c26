import type { Response } from 'express';
import { encodePath } from '../links';
import type { Project } from '../model/Projects';
import { html, type Html, type HtmlValue } from './html';
import { STYLE } from './style';

export interface PageContent {
  readonly title: string;
  /** Absent outside of a project. */
  readonly project?: Project;
  readonly body: Html;
  /** Seconds until the page loads itself again. */
  readonly refresh?: number;
}

/** Sends a page in the layout of all pages. No script runs on any of them. */
export function sendPage(
  res: Response,
  { title, project, body, refresh }: PageContent,
): void {
  const base = project && `/${encodePath(project.fullPath)}`;
  const page = html`<!doctype html>
    <html lang="en">
      <head>
        <meta charset="utf-8" />
        <meta name="viewport" content="width=device-width" />
        <title>${title} · GitLab sandbox</title>
        <style>
          ${STYLE}
        </style>
      </head>
      <body>
        <header>
          <a class="brand" href="/">GitLab sandbox</a>
          ${
            base && project
              ? html`<a href="${base}">${project.fullPath}</a>
                  <nav>
                    <a href="${base}">Files</a
                    ><a href="${base}/-/commits">Commits</a
                    ><a href="${base}/-/pipelines">Pipelines</a
                    ><a href="${base}/-/merge_requests">Merge requests</a>
                  </nav>`
              : ''
          }
        </header>
        <main>
          <h1>${title}</h1>
          ${body}
        </main>
        <footer>
          A stand-in for GitLab on this machine. Its repositories are real; job
          scripts are read, not run.
        </footer>
      </body>
    </html>`;
  res.set({
    'Content-Security-Policy':
      "default-src 'none'; style-src 'unsafe-inline'; form-action 'self'; frame-ancestors 'none'",
    'X-Content-Type-Options': 'nosniff',
    'Referrer-Policy': 'same-origin',
    ...(refresh ? { Refresh: String(refresh) } : {}),
  });
  res.type('html').send(page.text);
}

/** Says why nothing was done. */
export function sendRefusal(res: Response, status: number, text: string): void {
  res.status(status);
  sendPage(res, { title: 'Not done', body: empty(text) });
}

/** Rows of a table under their heads. */
export function table(
  heads: readonly string[],
  rows: readonly (readonly HtmlValue[])[],
): Html {
  return html`<table>
    <thead>
      <tr>
        ${heads.map(head => html`<th>${head}</th>`)}
      </tr>
    </thead>
    <tbody>
      ${rows.map(
        cells =>
          html`<tr>
            ${cells.map(cell => html`<td>${cell}</td>`)}
          </tr>`,
      )}
    </tbody>
  </table>`;
}

export function empty(text: string): Html {
  return html`<p class="empty">${text}</p>`;
}

/** A state in its colour. */
export function badge(status: string): Html {
  return html`<span class="badge ${status}"
    >${status === 'success' ? 'passed' : status}</span
  >`;
}

export function time(value: string | undefined): Html {
  return value
    ? html`<time datetime="${value}"
        >${value.replace('T', ' ').slice(0, 19)}</time
      >`
    : html`–`;
}
