import { expandVariables, type Variables } from './expandVariables';

/** True when `path` matches a pattern of `rules:changes` or `rules:exists`: `*`, `**`, `?`, `[…]` and `{a,b}`. */
export function matchesGlob(
  path: string,
  pattern: string,
  variables: Variables = {},
): boolean {
  return globToRegExp(expandVariables(pattern, variables)).test(path);
}

export function globToRegExp(glob: string): RegExp {
  const source = glob
    .replace(/^\//, '')
    .replace(
      /\*\*\/|\*\*|\*|\?|\[[^\]]*\]|\{[^}]*\}|[\\^$.|+()[\]{}]/g,
      token => {
        if (token === '**/') {
          return '(?:.*/)?';
        }
        if (token === '**') {
          return '.*';
        }
        if (token === '*') {
          return '[^/]*';
        }
        if (token === '?') {
          return '[^/]';
        }
        if (token.length > 1 && token.startsWith('[')) {
          return token.replace(/^\[!/, '[^');
        }
        if (token.length > 1 && token.startsWith('{')) {
          const choices = token.slice(1, -1).split(',');
          return `(?:${choices.map(escapeChoice).join('|')})`;
        }
        return `\\${token}`;
      },
    );
  return new RegExp(`^${source}$`);
}

function escapeChoice(choice: string): string {
  return choice
    .replace(/[\\^$.|+()[\]]/g, '\\$&')
    .replace(/\*/g, '[^/]*')
    .replace(/\?/g, '[^/]');
}
