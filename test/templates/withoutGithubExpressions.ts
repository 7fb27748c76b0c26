/**
 * The text of a rendered file without the expressions that are meant for GitHub: what then still has `${{` was left over by the
 * scaffolder, whose expressions look the same. Only a workflow may have any, and only about what GitHub knows.
 */
export function withoutGithubExpressions(file: string, text: string): string {
  return /^\.github\/workflows\/[^/]+\.yml$/.test(file)
    ? text.replace(
        /\$\{\{ (?:env|github|inputs|needs|secrets|vars|steps\.\w+\.outputs)\.[^{}]* \}\}/g,
        '',
      )
    : text;
}
