import {
  executeTemplate,
  parseTemplate,
  toValue,
  type Surroundings,
  type TemplateFunction,
} from '../../render/goTemplate';
import { builtins, textOf } from '../../render/goTemplate/builtins';
import { sprig } from '../../render/goTemplate/sprig';
import { yamlFunctions } from '../../render/helm/helmFunctions';
import { isObject, type JsonObject } from '../../render/json';

/** What a template of an ApplicationSet is filled with. */
export type Parameters = JsonObject;

/** How its strings are read: `spec.goTemplate` and `spec.goTemplateOptions`. */
export interface TemplateMode {
  readonly goTemplate: boolean;
  readonly goTemplateOptions: readonly string[];
}

const slugify: TemplateFunction = (...args) => {
  const text = textOf(args[args.length - 1]);
  const limit = args.length > 1 ? Number(args[0]) : 50;
  return text
    .toLowerCase()
    .replace(/[^a-z0-9]+/g, '-')
    .slice(0, limit)
    .replace(/^-+|-+$/g, '');
};

const functions: Readonly<Record<string, TemplateFunction>> = {
  ...builtins,
  ...sprig,
  ...yamlFunctions,
  normalize: text => normalizeName(textOf(text)),
  slugify,
};

/** A text as part of a DNS name: Argo CD's `normalize`. */
export function normalizeName(text: string): string {
  return text
    .toLowerCase()
    .replace(/[^-a-z0-9.]/g, '-')
    .slice(0, 253)
    .replace(/^[-_.]+|[-_.]+$/g, '');
}

/** A copy with every string, keys of maps included, filled in. Throws `RenderError`. */
export function renderStrings(
  value: unknown,
  parameters: Parameters,
  mode: TemplateMode,
): unknown {
  if (typeof value === 'string') {
    return mode.goTemplate
      ? renderGo(value, parameters, mode)
      : renderPlain(value, parameters);
  }
  if (Array.isArray(value)) {
    return value.map(item => renderStrings(item, parameters, mode));
  }
  if (isObject(value)) {
    return Object.fromEntries(
      Object.entries(value).map(([key, item]) => [
        String(renderStrings(key, parameters, mode)),
        renderStrings(item, parameters, mode),
      ]),
    );
  }
  return value;
}

function renderGo(
  text: string,
  parameters: Parameters,
  { goTemplateOptions }: TemplateMode,
): string {
  if (!text.includes('{{')) {
    return text;
  }
  const name = 'applicationset';
  const templates = parseTemplate(
    name,
    text,
    word => word in functions || word === 'and' || word === 'or',
  );
  const missing = goTemplateOptions
    .map(
      option => /^missingkey=(error|zero|default|invalid)$/.exec(option)?.[1],
    )
    .find(option => option !== undefined);
  const around: Surroundings = {
    templates: new Map(templates.map(template => [template.name, template])),
    functions,
    missingKey: missing === 'error' || missing === 'zero' ? missing : 'default',
  };
  return executeTemplate(name, toValue(parameters), around);
}

/** `{{path.basename}}`, `{{path[1]}}`, `{{values.x}}`; what is not known stays as it is. */
function renderPlain(text: string, parameters: Parameters): string {
  const path = isObject(parameters.path) ? parameters.path : {};
  const segments = Array.isArray(path.segments) ? path.segments : [];
  const flat: Record<string, unknown> = {
    ...parameters,
    ...(isObject(parameters.path) && { path: path.path }),
    'path.basename': path.basename,
    'path.basenameNormalized': path.basenameNormalized,
    ...Object.fromEntries(
      segments.map((segment, index) => [`path[${index}]`, segment]),
    ),
    ...(isObject(parameters.values) &&
      Object.fromEntries(
        Object.entries(parameters.values).map(([key, value]) => [
          `values.${key}`,
          value,
        ]),
      )),
  };
  return text.replace(/\{\{\s*([^{}\s]+)\s*\}\}/g, (whole, key: string) => {
    const value = Object.hasOwn(flat, key) ? flat[key] : undefined;
    return typeof value === 'string' ? value : whole;
  });
}
