import type { Response } from 'express';
import type { GitStore, TreeEntry } from '../git';
import { empty, table } from './elements';
import { html, type Html } from './html';
import type { Place } from './splitRef';

/** One repository's files, whatever the host calls their pages. */
export interface CodeLocation {
  readonly git: GitStore;
  /** Its name in the Git store. */
  readonly repo: string;
  /** What its root is called. */
  readonly name: string;
  /** Path of the page of a folder (`tree`), a file (`blob`), or its plain text (`raw`). */
  readonly url: (kind: 'tree' | 'blob' | 'raw', place: Place) => string;
}

/** The parts of pages that show files. */
export class CodeView {
  readonly #of: CodeLocation;

  constructor(of: CodeLocation) {
    this.#of = of;
  }

  /** The way from the root to a place, each step a link. */
  crumbs({ ref, path }: Place): Html {
    const { name, url } = this.#of;
    const parts = path.split('/');
    return html`<p>
      <a href="${url('tree', { ref, path: '' })}">${name}</a>${parts.map(
        (part, index) =>
          index === parts.length - 1
            ? html` / ${part}`
            : html` /
                <a
                  href="${url('tree', { ref, path: parts.slice(0, index + 1).join('/') })}"
                  >${part}</a
                >`,
      )} <span class="quiet">at ${ref}</span>
    </p>`;
  }

  /** What is in a folder, other folders first. */
  folder(ref: string, entries: readonly TreeEntry[]): Html {
    const isFolder = ({ type }: TreeEntry) => type === 'tree';
    const sorted = [
      ...entries.filter(isFolder),
      ...entries.filter(entry => !isFolder(entry)),
    ];
    const rows = sorted.map(entry => {
      const kind = isFolder(entry) ? 'tree' : 'blob';
      const name = `${entry.path.split('/').at(-1)}${isFolder(entry) ? '/' : ''}`;
      return [
        html`<a href="${this.#of.url(kind, { ref, path: entry.path })}"
          >${name}</a
        >`,
      ];
    });
    return table(['Name'], rows);
  }

  /** The README of the root, when `entries` has one. */
  async readme(ref: string, entries: readonly TreeEntry[]): Promise<Html> {
    const { git, repo } = this.#of;
    const readme = entries.find(({ path }) => /^readme\.md$/i.test(path));
    return readme
      ? html`<h2>${readme.path}</h2>
          <pre>${await git.readFile(repo, ref, readme.path)}</pre>`
      : html``;
  }

  /** Undefined when there is no such file. */
  async read({ ref, path }: Place): Promise<Buffer | undefined> {
    const { git, repo } = this.#of;
    return git.readBlob(repo, ref, path).catch(() => undefined);
  }

  file(place: Place, content: Buffer): Html {
    return html`${this.crumbs(place)}
      <p><a href="${this.#of.url('raw', place)}">Raw</a></p>
      ${
        content.includes(0)
          ? empty('A binary file.')
          : html`<pre>${content.toString('utf8')}</pre>`
      }`;
  }
}

/** Sends a file as plain text, whatever it is. */
export function sendRaw(res: Response, content: Buffer): void {
  res.set('X-Content-Type-Options', 'nosniff');
  res.type('text/plain; charset=utf-8').send(content);
}
