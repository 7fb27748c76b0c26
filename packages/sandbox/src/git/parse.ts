import type { FileDiff, GitCommit, TreeEntry } from './types';

/** One record per commit, fields separated by NUL, records by a byte that no message holds. */
export const LOG_FORMAT =
  '%H%x00%P%x00%an%x00%ae%x00%aI%x00%cn%x00%ce%x00%cI%x00%B%x1e';

/** Reads what `git log --format=LOG_FORMAT` printed. */
export function parseLog(output: string): GitCommit[] {
  return output
    .split('\x1e')
    .map(record => record.replace(/^\n/, ''))
    .filter(record => record !== '')
    .map(record => {
      const [sha, parents, an, ae, aI, cn, ce, cI, body] = record.split('\0');
      const message = body ?? '';
      return {
        sha,
        shortSha: sha.slice(0, 8),
        parents: parents === '' ? [] : parents.split(' '),
        title: message.split('\n', 1)[0],
        message,
        authorName: an,
        authorEmail: ae,
        authoredAt: aI,
        committerName: cn,
        committerEmail: ce,
        committedAt: cI,
      };
    });
}

/** Reads what `git ls-tree -z` printed. */
export function parseTree(output: string): TreeEntry[] {
  return output
    .split('\0')
    .filter(line => line !== '')
    .map(line => {
      const tab = line.indexOf('\t');
      const [mode, type, sha] = line.slice(0, tab).split(' ');
      return {
        path: line.slice(tab + 1),
        mode,
        sha,
        type: type === 'tree' || type === 'commit' ? type : 'blob',
      };
    });
}

/** Reads a `git diff -M` patch with the default `a/` and `b/` prefixes and `core.quotePath` off. */
export function parseDiff(patch: string): FileDiff[] {
  return patch
    .split(/^diff --git /m)
    .slice(1)
    .map(section => {
      const hunk = section.search(/^@@ /m);
      const head = hunk === -1 ? section : section.slice(0, hunk);
      const [, from = '', to = ''] =
        /^"?a\/(.+?)"? "?b\/(.+?)"?$/m.exec(head.split('\n', 1)[0]) ?? [];
      return {
        oldPath: /^rename from (.+)$/m.exec(head)?.[1] ?? from,
        newPath: /^rename to (.+)$/m.exec(head)?.[1] ?? to,
        created: /^new file mode /m.test(head),
        deleted: /^deleted file mode /m.test(head),
        renamed: /^rename from /m.test(head),
        diff: hunk === -1 ? '' : section.slice(hunk),
      };
    });
}
