import { withoutGithubExpressions } from './withoutGithubExpressions';

const isChart = (file: string) => /(^|\/)charts\/[^/]+\/templates\//.test(file);

/** Lines that a template left to be filled in, or filled with nonsense, as `path: line`. */
export function unrendered(
  files: ReadonlyMap<string, string>,
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
        // Helm's own actions belong into a chart's templates, and nowhere else.
        .concat(
          isChart(file)
            ? []
            : checked.split('\n').filter(line => /(?<!\$)\{\{ /.test(line)),
        )
        .map(line => `${file}: ${line}`)
    );
  });
}
