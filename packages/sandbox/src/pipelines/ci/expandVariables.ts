export type Variables = Readonly<Record<string, string>>;

/** Replaces `$NAME`, `${NAME}` and `${NAME:-default}`; `$$` is a dollar sign, and what is not set is empty. */
export function expandVariables(text: string, variables: Variables): string {
  return text.replace(
    /\$(?:\$|(\w+)|\{(\w+)(?::?-([^}]*))?\})/g,
    (whole, bare?: string, braced?: string, fallback?: string) => {
      const name = bare ?? braced;
      if (name === undefined) {
        return whole === '$$' ? '$' : whole;
      }
      return variables[name] || expandVariables(fallback ?? '', variables);
    },
  );
}

/** Variables whose values name other variables, expanded as GitLab does before a job starts. */
export function expandAll(variables: Variables): Record<string, string> {
  const expanded: Record<string, string> = {};
  const valueOf = (name: string, seen: readonly string[]): string => {
    if (name in expanded) {
      return expanded[name];
    }
    if (seen.includes(name)) {
      return '';
    }
    const text = variables[name] ?? '';
    const names = [...text.matchAll(/\$\{?(\w+)/g)].map(([, used]) => used);
    const inner: Record<string, string> = {};
    for (const used of names) {
      inner[used] = valueOf(used, [...seen, name]);
    }
    return expandVariables(text, inner);
  };
  for (const name of Object.keys(variables)) {
    expanded[name] = valueOf(name, []);
  }
  return expanded;
}
