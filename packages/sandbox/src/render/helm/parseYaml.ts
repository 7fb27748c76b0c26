import { parseAllDocuments, type Tags } from 'yaml';
import { RenderError } from '../RenderError';

const times = ['timestamp', 'intTime', 'floatTime'];

/** YAML as Helm reads it: version 1.1, in which `yes` is true and `0640` octal, but without its dates and sexagesimal numbers. */
export function parseYaml(text: string, where: string): readonly unknown[] {
  return parseAllDocuments(text, {
    version: '1.1',
    merge: true,
    customTags: (tags): Tags =>
      tags.filter(
        tag =>
          typeof tag === 'string' ||
          !(
            times.includes(String(tag.format)) ||
            tag.tag.endsWith(':timestamp') ||
            tag.format === 'TIME'
          ),
      ),
  })
    .map(document => {
      const [error] = document.errors;
      if (error) {
        throw new RenderError(`${where}: ${error.message}`, { cause: error });
      }
      return document.toJS() as unknown;
    })
    .filter(value => value !== null && value !== undefined);
}
