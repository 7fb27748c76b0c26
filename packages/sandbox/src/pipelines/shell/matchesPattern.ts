/** The regular expression of a shell pattern of `*`, `?` and `[…]`, without anchors. `lazy`: `*` takes as little as it can. */
export function patternSource(pattern: string, lazy = false): string {
  return pattern.replace(
    /\\(.)|\*|\?|\[(!?)([^\]]+)\]|[\\^$.|+()[\]{}]/g,
    (token, escaped?: string, not?: string, inside?: string) => {
      if (escaped) {
        return `\\${escaped}`;
      }
      if (token === '*') {
        return lazy ? '[^]*?' : '[^]*';
      }
      if (token === '?') {
        return '[^]';
      }
      return inside === undefined
        ? `\\${token}`
        : `[${not ? '^' : ''}${inside.replace(/[\\\]^]/g, '\\$&')}]`;
    },
  );
}

/** What `case` does with one of its patterns. */
export function matchesPattern(text: string, pattern: string): boolean {
  return new RegExp(`^(?:${patternSource(pattern)})$`).test(text);
}
