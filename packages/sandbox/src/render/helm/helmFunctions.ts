import { builtins, textOf } from '../goTemplate/builtins';
import { goYaml } from '../goTemplate/goYaml';
import { sprig } from '../goTemplate/sprig';
import {
  executeTemplate,
  parseTemplate,
  toValue,
  type Surroundings,
  type Template,
  type TemplateFunction,
  type Value,
} from '../goTemplate';
import { parseYaml } from '../parseYaml';

const toYaml: TemplateFunction = value => goYaml(value).replace(/\n$/, '');

/** An error becomes a value, as Helm's `fromYaml` answers it. */
function fromYaml(text: Value, wrong: (message: string) => Value): Value {
  try {
    return toValue(parseYaml(textOf(text), 'error unmarshaling YAML')[0] ?? {});
  } catch (error) {
    return wrong(error instanceof Error ? error.message : String(error));
  }
}

/** Functions for YAML that Helm and Argo CD's ApplicationSets share. */
export const yamlFunctions: Readonly<Record<string, TemplateFunction>> = {
  toYaml,
  mustToYaml: toYaml,
  fromYaml: text => fromYaml(text, message => new Map([['Error', message]])),
  fromYamlArray: text => fromYaml(text, message => [message]),
};

const names = new Set([
  ...Object.keys(builtins),
  ...Object.keys(sprig),
  ...Object.keys(yamlFunctions),
  'and',
  'or',
  'include',
  'tpl',
  'required',
  'lookup',
  'fromJsonArray',
]);

/** Whether a chart may call a function of this name. */
export function isHelmFunction(name: string): boolean {
  return names.has(name);
}

/** What the templates of a chart find around them. `tpl` sees the templates of its chart, and adds none. */
export function helmSurroundings(
  templates: ReadonlyMap<string, Template>,
  depth = 0,
): Surroundings {
  let running = depth;
  const functions: Record<string, TemplateFunction> = {
    ...builtins,
    ...sprig,
    ...yamlFunctions,
    tpl: (text, data) => {
      const added = parseTemplate('gotpl', textOf(text), isHelmFunction);
      const all = new Map([
        ...templates,
        ...added.map(item => [item.name, item] as const),
      ]);
      return withoutMissing(
        executeTemplate('gotpl', data, helmSurroundings(all, running + 1)),
      );
    },
    required: (message, value) => {
      if (value === null || value === '') {
        throw new Error(textOf(message));
      }
      return value;
    },
    // no cluster can be asked while manifests are generated
    lookup: () => new Map(),
    fromJsonArray: text => toValue(JSON.parse(textOf(text))),
  };
  const around: Surroundings = { templates, missingKey: 'zero', functions };
  functions.include = (name, data) => {
    running += 1;
    try {
      return executeTemplate(textOf(name), data, around, running);
    } finally {
      running -= 1;
    }
  };
  return around;
}

/** What Helm does with the text that Go writes for missing values. */
export function withoutMissing(text: string): string {
  return text.split('<no value>').join('');
}
