import { z } from 'zod';
import { Struct, toValue, type Value } from '../goTemplate';
import { isObject, type JsonObject } from '../json';
import { RenderError } from '../RenderError';
import { resolvePath, type RevisionFiles } from '../RevisionFiles';
import { parseYaml } from '../parseYaml';

/** Versions are often written without quotes. */
const version = z.union([z.string().min(1), z.number().transform(String)]);

const metadataSchema = z
  .object({
    apiVersion: z.enum(['v1', 'v2']),
    name: z.string().min(1),
    version,
    appVersion: version.or(z.literal('')).default(''),
    description: z.string().default(''),
    type: z.string().default(''),
    kubeVersion: z.string().default(''),
    home: z.string().default(''),
    icon: z.string().default(''),
    keywords: z.array(z.string()).nullish(),
    sources: z.array(z.string()).nullish(),
    annotations: z.record(z.string()).nullish(),
    dependencies: z
      .array(z.object({ name: z.string() }).passthrough())
      .nullish(),
  })
  .passthrough();

/** A chart as it stands in Git. */
export interface Chart {
  readonly name: string;
  /** `.Chart`. */
  readonly metadata: Value;
  readonly values: JsonObject;
  /** Text by path from the chart's folder. */
  readonly templates: ReadonlyMap<string, string>;
  readonly crds: ReadonlyMap<string, string>;
  /** What `.Files` sees. */
  readonly files: ReadonlyMap<string, string>;
}

/** Reads a chart from its folder; throws `RenderError` for what the sandbox cannot render. */
export async function readChart(
  files: RevisionFiles,
  folder: string,
): Promise<Chart> {
  const texts = new Map<string, string>();
  for (const path of await files.listFiles(folder)) {
    const name = folder === '' ? path : path.slice(folder.length + 1);
    texts.set(name, (await files.readFile(path)) ?? '');
  }
  const [document] = parseYaml(
    texts.get('Chart.yaml') ?? '',
    resolvePath(folder, 'Chart.yaml'),
  );
  const parsed = metadataSchema.safeParse(document);
  if (!parsed.success) {
    const [issue] = parsed.error.issues;
    throw new RenderError(
      `validation: chart.metadata.${issue?.path.join('.')} is required or not valid: ${issue?.message}`,
    );
  }
  const { data } = parsed;
  if (
    data.dependencies?.length ||
    [...texts.keys()].some(path => path.startsWith('charts/'))
  ) {
    throw new RenderError(
      `chart "${data.name}": the sandbox does not render charts with dependencies`,
    );
  }
  const below = (prefix: string) =>
    new Map([...texts].filter(([path]) => path.startsWith(prefix)));
  const hidden =
    /^(?:Chart\.(?:yaml|lock)|values\.yaml|values\.schema\.json|(?:templates|charts|crds)\/.*)$/;
  return {
    name: data.name,
    metadata: metadataValue(data),
    values: readValues(
      texts.get('values.yaml') ?? '',
      resolvePath(folder, 'values.yaml'),
    ),
    templates: below('templates/'),
    crds: below('crds/'),
    files: new Map([...texts].filter(([path]) => !hidden.test(path))),
  };
}

/** The values of one file; an empty one has none. */
export function readValues(text: string, where: string): JsonObject {
  const [document = {}] = parseYaml(text, where);
  if (!isObject(document)) {
    throw new RenderError(
      `failed to parse ${where}: cannot unmarshal into a map of values`,
    );
  }
  return document;
}

function metadataValue(data: z.infer<typeof metadataSchema>): Value {
  return new Struct('*chart.Metadata', {
    Name: data.name,
    Home: data.home,
    Sources: toValue(data.sources ?? []),
    Version: data.version,
    Description: data.description,
    Keywords: toValue(data.keywords ?? []),
    Icon: data.icon,
    APIVersion: data.apiVersion,
    AppVersion: data.appVersion,
    Annotations: toValue(data.annotations ?? {}),
    KubeVersion: data.kubeVersion,
    Type: data.type,
    IsRoot: true,
  });
}
