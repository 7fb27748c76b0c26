import { parseAllDocuments, type ScalarTag, type Tags } from 'yaml';
import { RenderError } from './RenderError';

const times = ['timestamp', 'intTime', 'floatTime'];

/**
 * The documents of a YAML text, empty ones left out, as Helm, Kustomize and Argo CD read them (`sigs.k8s.io/yaml`): version 1.1, in
 * which `yes` is true and `0640` octal, but without its dates and sexagesimal numbers.
 */
export function parseYaml(text: string, where: string): readonly unknown[] {
  return parseAllDocuments(text, { version: '1.1', merge: true, customTags })
    .map(document => {
      const [error] = document.errors;
      if (error) {
        throw new RenderError(`${where}: ${error.message}`, { cause: error });
      }
      return document.toJS() as unknown;
    })
    .filter(value => value !== null && value !== undefined);
}

function customTags(tags: Tags): Tags {
  return tags.flatMap((tag): Tags => {
    if (typeof tag === 'string') {
      return [tag];
    }
    const isTime =
      times.includes(String(tag.format)) ||
      tag.tag.endsWith(':timestamp') ||
      tag.format === 'TIME';
    if (isTime) {
      return [];
    }
    return [tag.format === 'EXP' && !tag.collection ? smallEnough(tag) : tag];
  });
}

/** What is too large for a number is a text: the tag of an image may be `3333e333`. */
function smallEnough(tag: ScalarTag): ScalarTag {
  return {
    ...tag,
    resolve(text, onError, options) {
      const number = tag.resolve(text, onError, options);
      return typeof number === 'number' && !Number.isFinite(number)
        ? text
        : number;
    },
  };
}
