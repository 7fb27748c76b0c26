import {
  isMap,
  isScalar,
  isSeq,
  parseDocument,
  Scalar,
  stringify,
  type Document,
} from 'yaml';
import { plainMeansSomethingElse } from '../../render/goTemplate/yamlScalars';
import type { ImageOverride, YamlAssignment, YamlStep } from './model';

/** Where one value goes; list items are given by their index. */
interface Change {
  readonly path: readonly (string | number)[];
  readonly value: string | number | boolean;
}

/** Sets values in a YAML text. Everything else, comments and layout included, stays as it was. */
export function assignYaml(
  source: string,
  assignments: readonly YamlAssignment[],
): string {
  return assignments.reduce((text, { path, value }) => {
    const paths = resolveSteps(parseDocument(text), path);
    return paths.reduce(
      (current, found) => setValue(current, { path: found, value }),
      text,
    );
  }, source);
}

/** What `kustomize edit set image` does, except that it keeps comments and order. */
export function setKustomizeImages(
  source: string,
  images: readonly ImageOverride[],
): string {
  return images.reduce((text, image) => {
    const { name, newName, newTag, digest } = image;
    const at = indexOf(parseDocument(text), ['images'], 'name', name);
    const path = ['images', at];
    const changes: Change[] = Object.entries({
      name,
      newName,
      newTag,
      digest,
    }).flatMap(([key, value]) =>
      value === undefined ? [] : [{ path: [...path, key], value }],
    );
    const obsolete = digest ? 'newTag' : newTag && 'digest';
    const cleaned = obsolete ? remove(text, [...path, obsolete]) : text;
    return changes.reduce(setValue, cleaned);
  }, source);
}

/** What `kustomize edit set annotation` does. */
export function setKustomizeAnnotations(
  source: string,
  annotations: Readonly<Record<string, string>>,
): string {
  return Object.entries(annotations).reduce(
    (text, [key, value]) =>
      setValue(text, { path: ['commonAnnotations', key], value }),
    source,
  );
}

function setValue(source: string, { path, value }: Change): string {
  const document = parseDocument(source);
  const node = document.getIn(path, true);
  if (isScalar(node) && node.range) {
    if (node.value === value) {
      return source;
    }
    // only the characters of the value itself are replaced, so that no formatter touches the rest
    return (
      source.slice(0, node.range[0]) +
      render(value, node.type) +
      source.slice(node.range[1])
    );
  }
  document.setIn(path, typeof value === 'string' ? textScalar(value) : value);
  return print(document, source);
}

function remove(source: string, path: readonly (string | number)[]): string {
  const document = parseDocument(source);
  if (!document.hasIn(path)) {
    return source;
  }
  document.deleteIn(path);
  return print(document, source);
}

function print(document: Document, source: string): string {
  return document.toString({
    lineWidth: 0,
    indentSeq: !/:[^\S\n]*(#.*)?\n- /.test(source),
  });
}

function render(value: string | number | boolean, style?: Scalar.Type): string {
  if (typeof value !== 'string') {
    return String(value);
  }
  const scalar = textScalar(value);
  if (style === Scalar.QUOTE_DOUBLE || style === Scalar.QUOTE_SINGLE) {
    scalar.type = style;
  }
  return stringify(scalar, { lineWidth: 0 }).trimEnd();
}

/** In quotes when the tools that read it, which know YAML 1.1, would take it for something else: `0b110101` is a number to them. */
function textScalar(value: string): Scalar<string> {
  const scalar = new Scalar(value);
  if (plainMeansSomethingElse(value)) {
    scalar.type = Scalar.QUOTE_DOUBLE;
  }
  return scalar;
}

function resolveSteps(
  document: Document,
  steps: readonly YamlStep[],
): (string | number)[][] {
  return steps.reduce<(string | number)[][]>(
    (paths, step) =>
      paths.flatMap(path => {
        switch (step.type) {
          case 'key':
            return [[...path, step.key]];
          case 'index':
            return [[...path, step.index]];
          default: {
            const node = document.getIn(path);
            const size = isSeq(node) ? node.items.length : 0;
            const at = indexOf(document, path, step.key, step.value);
            return at < size ? [[...path, at]] : [];
          }
        }
      }),
    [[]],
  );
}

/** The index of the list's item whose `key` is `value`; the list's length when there is none. */
function indexOf(
  document: Document,
  path: readonly (string | number)[],
  key: string,
  value: string,
): number {
  const node = document.getIn(path);
  if (!isSeq(node)) {
    return 0;
  }
  const found = node.items.findIndex(
    item => isMap(item) && String(item.get(key)) === value,
  );
  return found === -1 ? node.items.length : found;
}
