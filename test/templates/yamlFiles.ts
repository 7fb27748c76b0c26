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
  const [document] = yamlFiles(files).get(file) ?? [];
  if (document === undefined) {
    throw new Error(`${file} was not rendered`);
  }
  return document;
}
