// What GitHub evaluates itself. Values of a template never begin like this.
const githubExpression =
  /\$\{\{ *!?\(?(?:github|needs|steps|env|vars|secrets|matrix|inputs|runner|job|always\(\)|failure\(\)|cancelled\(\)|success\(\)|format\(|contains\(|startsWith\(|hashFiles\(|fromJSON\(|toJSON\()/g;
const isWorkflow = (file: string) => /^\.github\/workflows\//.test(file);
const isChart = (file: string) => /(^|\/)charts\/[^/]+\/templates\//.test(file);

/** Lines that a template left to be filled in, or filled with nonsense, as `path: line`. */
export function unrendered(
  files: ReadonlyMap<string, string>,
): readonly string[] {
  return [...files].flatMap(([file, text]) => {
    const checked = isWorkflow(file)
      ? text.replace(githubExpression, '')
      : text;
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
