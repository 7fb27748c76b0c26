import type { FileDiff } from '../git';
import { html, type Html } from './html';

/** Each changed file with its lines. */
export function diffs(files: readonly FileDiff[]): Html {
  return html`${files.map(file => {
    const name = file.renamed
      ? `${file.oldPath} → ${file.newPath}`
      : file.newPath;
    const lines = file.diff
      .split('\n')
      .map(line => html`<span class="${lineKind(line)}">${`${line}\n`}</span>`);
    return html`<h2>${name}${changeOf(file)}</h2>
      ${file.diff ? html`<pre>${lines}</pre>` : ''}`;
  })}`;
}

function changeOf({ created, deleted }: FileDiff): string {
  if (created) {
    return ' (new)';
  }
  return deleted ? ' (deleted)' : '';
}

function lineKind(line: string): string {
  const kinds: Readonly<Record<string, string>> = {
    '@': 'hunk',
    '+': 'add',
    '-': 'del',
  };
  return kinds[line[0]] ?? '';
}
