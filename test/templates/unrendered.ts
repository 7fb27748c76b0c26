/** Lines that a template left to be filled in, or filled with nonsense, as `path: line`. */
export function unrendered(
  files: ReadonlyMap<string, string>,
): readonly string[] {
  return [...files].flatMap(([file, text]) =>
    `${file}\n${text}`
      .split('\n')
      .filter(line =>
        /\$\{\{|\{\{ |\{%|\{#|\bundefined\b|\[object |TODO|FIXME|CHANGE_?ME|<your/i.test(
          line,
        ),
      )
      .map(line => `${file}: ${line}`),
  );
}
