import {
  parseTemplate,
  toValue,
  executeTemplate,
  type Template,
} from '../goTemplate';
import { asKubernetesObject, type KubernetesObject } from '../KubernetesObject';
import { isObject, type JsonObject } from '../json';
import { RenderError } from '../RenderError';
import type { RevisionFiles } from '../RevisionFiles';
import { capabilities } from './capabilities';
import { readChart, readValues, type Chart } from './Chart';
import { chartFiles } from './chartFiles';
import {
  helmSurroundings,
  isHelmFunction,
  withoutMissing,
} from './helmFunctions';
import type { HelmSource } from './helmSource';
import { coalesceValues, mergeValues } from './mergeValues';
import { parseYaml } from '../parseYaml';
import { setParameter } from './setParameter';

export interface ChartOptions {
  readonly helm: HelmSource;
  readonly releaseName: string;
  readonly namespace: string;
  /** Text of a value file as the source names it, or undefined when there is none. */
  readonly readValueFile: (name: string) => Promise<string | undefined>;
}

/** What `helm template` gives for a chart in a folder, hooks included; throws `RenderError`. */
export async function renderChart(
  files: RevisionFiles,
  folder: string,
  options: ChartOptions,
): Promise<readonly KubernetesObject[]> {
  const chart = await readChart(files, folder);
  const asked = await askedValues(options);
  const data = {
    chart,
    values: coalesceValues(chart.values, asked),
    options,
  };
  const crds = options.helm.skipCrds
    ? []
    : [...chart.crds].flatMap(([path, text]) => manifests(text, path));
  return [...crds, ...renderTemplates(data)];
}

/** What the source asks for, over the chart's defaults: files in their order, then `values`, then parameters. */
async function askedValues({
  helm,
  readValueFile,
}: ChartOptions): Promise<JsonObject> {
  let values: JsonObject = {};
  for (const name of helm.valueFiles ?? []) {
    const text = await readValueFile(name);
    if (text === undefined && !helm.ignoreMissingValueFiles) {
      throw new RenderError(`open ${name}: no such file or directory`);
    }
    values = mergeValues(values, readValues(text ?? '', name));
  }
  values = mergeValues(
    values,
    helm.valuesObject ?? readValues(helm.values ?? '', 'helm.values'),
  );
  return (helm.parameters ?? []).reduce(
    (current, { name, value = '', forceString = false }) =>
      setParameter(current, name, value, forceString),
    values,
  );
}

function renderTemplates({
  chart,
  values,
  options,
}: {
  readonly chart: Chart;
  readonly values: JsonObject;
  readonly options: ChartOptions;
}): readonly KubernetesObject[] {
  const templates = parseAll(chart);
  const around = helmSurroundings(templates);
  const top = toValue({
    Release: {
      Name: options.releaseName,
      Namespace: options.helm.namespace ?? options.namespace,
      Service: 'Helm',
      IsInstall: true,
      IsUpgrade: false,
    },
  });
  const base = {
    Values: toValue(values),
    Chart: chart.metadata,
    Files: chartFiles(chart.files),
    Capabilities: capabilities(options.helm),
    Release: top instanceof Map ? top.get('Release') : null,
    Subcharts: new Map(),
  };
  return [...chart.templates.keys()]
    .filter(
      path => !/(?:^|\/)_[^/]*$/.test(path) && !path.endsWith('NOTES.txt'),
    )
    .sort()
    .flatMap(path => {
      const name = `${chart.name}/${path}`;
      const data = new Map([
        ...Object.entries(base),
        [
          'Template',
          new Map([
            ['Name', name],
            ['BasePath', `${chart.name}/templates`],
          ]),
        ] as const,
      ]);
      return manifests(
        withoutMissing(executeTemplate(name, data, around)),
        name,
      );
    });
}

/** All templates by name. Of two with one name the last wins: those of deeper folders come first, then from z to a. */
function parseAll(chart: Chart): ReadonlyMap<string, Template> {
  const depth = (path: string) => path.split('/').length;
  const paths = [...chart.templates.keys()].sort(
    (a, b) => depth(b) - depth(a) || (a < b ? 1 : -1),
  );
  return new Map(
    paths
      .flatMap(path =>
        parseTemplate(
          `${chart.name}/${path}`,
          chart.templates.get(path) ?? '',
          isHelmFunction,
        ),
      )
      .map(template => [template.name, template]),
  );
}

function manifests(text: string, where: string): readonly KubernetesObject[] {
  return parseYaml(text, `YAML parse error on ${where}`).flatMap(value => {
    const isList =
      isObject(value) && value.kind === 'List' && Array.isArray(value.items);
    const items: readonly unknown[] = isList
      ? (value.items as readonly unknown[])
      : [value];
    return items.map(item => asKubernetesObject(item, where));
  });
}
