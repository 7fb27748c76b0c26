import type { Response } from 'express';
import { html, type Html } from './html';
import { STYLE } from './style';

/** What tells one host's pages from another's. */
export interface Site {
  /** For example `GitLab`. */
  readonly name: string;
  /** A class of the style sheet. */
  readonly brand: string;
  /** What of it is not real. */
  readonly disclaimer: string;
}

/** A repository's own part of the header. */
export interface Section {
  readonly name: string;
  /** Path of its first page. */
  readonly path: string;
  /** Names of pages and their paths below `path`. */
  readonly pages: readonly (readonly [name: string, path: string])[];
}

export interface LayoutContent {
  readonly title: string;
  /** Absent outside of a repository. */
  readonly section?: Section;
  readonly body: Html;
  /** Seconds until the page loads itself again. */
  readonly refresh?: number;
}

/** Sends a page in the layout of all pages. No script runs on any of them. */
export function sendLayout(
  res: Response,
  site: Site,
  { title, section, body, refresh }: LayoutContent,
): void {
  const page = html`<!doctype html>
    <html lang="en">
      <head>
        <meta charset="utf-8" />
        <meta name="viewport" content="width=device-width" />
        <title>${title} · ${site.name} sandbox</title>
        <style>
          ${STYLE}
        </style>
      </head>
      <body>
        <header>
          <a class="brand ${site.brand}" href="/">${site.name} sandbox</a>
          ${section ? navigation(section) : ''}
        </header>
        <main>
          <h1>${title}</h1>
          ${body}
        </main>
        <footer>
          A stand-in for ${site.name} on this machine. ${site.disclaimer}
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

function navigation({ name, path, pages }: Section): Html {
  return html`<a href="${path}">${name}</a>
    <nav>
      ${pages.map(([text, below]) => html`<a href="${path}${below}">${text}</a>`)}
    </nav>`;
}
