import { parseAllDocuments } from 'yaml';

/** Every YAML file of a rendered repository, parsed; throws with path and reason for one that is not valid. */
export function yamlFiles(
  files: ReadonlyMap<string, string>,
): ReadonlyMap<string, readonly unknown[]> {
  return new Map(
    [...files]
      .filter(([file]) => /\.ya?ml$/.test(file))
      .map(([file, text]) => {
        const documents = parseAllDocuments(text);
        const problem = documents.flatMap(document => document.errors)[0];
        if (problem) {
          throw new Error(`${file}: ${problem.message}`);
        }
        return [file, documents.map(document => document.toJS() as unknown)];
      }),
  );
}

/** The first document of one YAML file. */
export function yamlFile(
  files: ReadonlyMap<string, string>,
  file: string,
): unknown {
  const text = files.get(file);
  if (text === undefined) {
    throw new Error(`${file} was not rendered`);
  }
  // A chart's templates are no YAML yet: only this file is read.
  const [document] = yamlFiles(new Map([[file, text]])).get(file) ?? [];
  return document;
}
