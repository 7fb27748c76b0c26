import { withoutGithubExpressions } from './withoutGithubExpressions';

const charts = /(^|\/)charts\/[^/]+\/templates\//;

/** Lines that a template left to be filled in, or filled with nonsense, as `path: line`. `goTemplates` are files for Helm or Argo CD. */
export function unrendered(
  files: ReadonlyMap<string, string>,
  goTemplates = charts,
): readonly string[] {
  return [...files].flatMap(([file, text]) => {
    const checked = withoutGithubExpressions(file, text);
    return (
      `${file}\n${checked}`
        .split('\n')
        .filter(line =>
          /\$\{\{|\{%|\{#|\bundefined\b|\[object |TODO|FIXME|CHANGE_?ME|<your/i.test(
            line,
          ),
        )
        // Their own actions belong into Go templates, and nowhere else.
        .concat(
          goTemplates.test(file)
            ? []
            : checked.split('\n').filter(line => /(?<!\$)\{\{ /.test(line)),
        )
        .map(line => `${file}: ${line}`)
    );
  });
}
