/** Reads what steps write to `$GITHUB_OUTPUT` and `$GITHUB_ENV`: `name=value`, or several lines between `name<<END` and `END`. */
export function readAssignments(text: string): Record<string, string> {
  const found: Record<string, string> = {};
  const lines = text.split('\n');
  for (let at = 0; at < lines.length; at += 1) {
    const [, block, delimiter] = /^([^=<]+)<<(.+)$/.exec(lines[at]) ?? [];
    if (block) {
      const end = lines.indexOf(delimiter, at + 1);
      const last = end === -1 ? lines.length : end;
      found[block] = lines.slice(at + 1, last).join('\n');
      at = last;
      continue;
    }
    const equals = lines[at].indexOf('=');
    if (equals > 0) {
      found[lines[at].slice(0, equals)] = lines[at].slice(equals + 1);
    }
  }
  return found;
}
