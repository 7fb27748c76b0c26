import type { Response } from 'express';
import { html, type Html } from '../../gitlab/web/html';
import { empty } from '../../gitlab/web/page';
import { STYLE } from '../../gitlab/web/style';
import { encodePath } from '../links';
import type { Repository } from '../model/Repositories';

export interface PageContent {
  readonly title: string;
  /** Absent outside of a repository. */
  readonly repository?: Repository;
  readonly body: Html;
  /** Seconds until the page loads itself again. */
  readonly refresh?: number;
}

/** Sends a page in the layout of all pages. No script runs on any of them. */
export function sendPage(
  res: Response,
  { title, repository, body, refresh }: PageContent,
): void {
  const base = repository && `/${encodePath(repository.fullName)}`;
  const page = html`<!doctype html>
    <html lang="en">
      <head>
        <meta charset="utf-8" />
        <meta name="viewport" content="width=device-width" />
        <title>${title} · GitHub sandbox</title>
        <style>
          ${STYLE} .brand.github {
            color: inherit;
          }
          .stage {
            margin-bottom: 16px;
          }
        </style>
      </head>
      <body>
        <header>
          <a class="brand github" href="/">GitHub sandbox</a>
          ${
            base && repository
              ? html`<a href="${base}">${repository.fullName}</a>
                  <nav>
                    <a href="${base}">Code</a
                    ><a href="${base}/commits">Commits</a
                    ><a href="${base}/pulls">Pull requests</a
                    ><a href="${base}/actions">Actions</a>
                  </nav>`
              : ''
          }
        </header>
        <main>
          <h1>${title}</h1>
          ${body}
        </main>
        <footer>
          A stand-in for GitHub on this machine. Its repositories are real;
          workflow steps are read, not run.
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

/** GitHub's words in the colours of the style sheet. */
export function badge(state: string): Html {
  const colours: Readonly<Record<string, string>> = {
    failure: 'failed',
    startup_failure: 'failed',
    in_progress: 'running',
    queued: 'pending',
    waiting: 'manual',
    merged: 'success',
    open: 'running',
  };
  return html`<span class="badge ${colours[state] ?? state}"
    >${state.replaceAll('_', ' ')}</span
  >`;
}
