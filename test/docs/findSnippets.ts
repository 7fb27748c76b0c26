import { readdirSync, readFileSync } from 'node:fs';
import path from 'node:path';

/** A fenced block of a page of the documentation. */
export interface Snippet {
  /** Page and line, as an editor opens it. */
  readonly place: string;
  readonly language: string;
  /** What stands after the language, such as `app-config` or `check`. */
  readonly marks: readonly string[];
  readonly text: string;
}

export const repositoryRoot = path.resolve(__dirname, '../..');

/** The pages that a user of Slipway reads; templates have pages of their own. */
function findPages(): string[] {
  const inFolder = (folder: string, recursive: boolean) =>
    readdirSync(path.join(repositoryRoot, folder), {
      recursive,
      encoding: 'utf8',
    })
      .filter(file => file.endsWith('.md') && !file.includes('node_modules'))
      .map(file => path.join(folder, file));
  const ofWorkspaces = (folder: string) =>
    readdirSync(path.join(repositoryRoot, folder)).flatMap(name =>
      inFolder(path.join(folder, name), false),
    );
  return [
    ...inFolder('.', false),
    ...inFolder('docs', true),
    ...ofWorkspaces('plugins'),
    ...ofWorkspaces('packages'),
  ];
}

/** Blocks of all pages that carry the mark. */
export function findSnippets(mark: string): Snippet[] {
  return findPages()
    .flatMap(page =>
      readSnippets(page, readFileSync(path.join(repositoryRoot, page), 'utf8')),
    )
    .filter(snippet => snippet.marks.includes(mark));
}

/** Blocks of one page, without the indentation that a list gives them. */
export function readSnippets(page: string, markdown: string): Snippet[] {
  const snippets: Snippet[] = [];
  let open:
    | {
        line: number;
        indent: string;
        fence: string;
        info: string;
        text: string[];
      }
    | undefined;
  for (const [index, line] of markdown.split('\n').entries()) {
    const [, indent = '', fence, info = ''] =
      /^(\s*)(`{3,})(.*)$/.exec(line) ?? [];
    if (!open) {
      if (fence) {
        open = { line: index + 1, indent, fence, info: info.trim(), text: [] };
      }
    } else if (fence && fence.length >= open.fence.length && !info.trim()) {
      const [language = '', ...marks] = open.info.split(/\s+/);
      snippets.push({
        place: `${page}:${open.line}`,
        language,
        marks,
        text: `${open.text.join('\n')}\n`,
      });
      open = undefined;
    } else {
      open.text.push(
        line.startsWith(open.indent) ? line.slice(open.indent.length) : line,
      );
    }
  }
  return snippets;
}
