import { z } from 'zod';
import { isObject } from './json';
import { parseYaml } from './parseYaml';
import { RenderError } from './RenderError';

const stringMap = z.record(z.coerce.string());

const generatorOptions = z
  .object({
    labels: stringMap.optional(),
    annotations: stringMap.optional(),
    disableNameSuffixHash: z.boolean().optional(),
    immutable: z.boolean().optional(),
  })
  .strict();

const configMapGenerator = z
  .object({
    name: z.string(),
    namespace: z.string().optional(),
    behavior: z.enum(['create', 'merge', 'replace']).optional(),
    literals: z.array(z.string()).optional(),
    files: z.array(z.string()).optional(),
    env: z.string().optional(),
    envs: z.array(z.string()).optional(),
    options: generatorOptions.optional(),
  })
  .strict();

const target = z
  .object({
    group: z.string().optional(),
    version: z.string().optional(),
    kind: z.string().optional(),
    name: z.string().optional(),
    namespace: z.string().optional(),
    labelSelector: z.string().optional(),
    annotationSelector: z.string().optional(),
  })
  .strict();

const patch = z
  .object({
    path: z.string().optional(),
    patch: z.string().optional(),
    target: target.optional(),
  })
  .strict();

const schema = z
  .object({
    apiVersion: z
      .enum([
        'kustomize.config.k8s.io/v1beta1',
        'kustomize.config.k8s.io/v1alpha1',
      ])
      .optional(),
    kind: z.enum(['Kustomization', 'Component']).optional(),
    metadata: z.unknown().optional(),
    sortOptions: z.unknown().optional(),
    resources: z.array(z.string()).nullish(),
    components: z.array(z.string()).nullish(),
    namespace: z.string().optional(),
    namePrefix: z.string().optional(),
    nameSuffix: z.string().optional(),
    labels: z
      .array(
        z
          .object({
            pairs: stringMap,
            includeSelectors: z.boolean().optional(),
            includeTemplates: z.boolean().optional(),
          })
          .strict(),
      )
      .nullish(),
    commonLabels: stringMap.nullish(),
    commonAnnotations: stringMap.nullish(),
    images: z
      .array(
        z
          .object({
            name: z.string(),
            newName: z.string().optional(),
            newTag: z.string().nullish(),
            digest: z.string().optional(),
          })
          .strict(),
      )
      .nullish(),
    replicas: z
      .array(
        z.object({ name: z.string(), count: z.number().int().min(0) }).strict(),
      )
      .nullish(),
    configMapGenerator: z.array(configMapGenerator).nullish(),
    secretGenerator: z
      .array(
        configMapGenerator.extend({ type: z.string().optional() }).strict(),
      )
      .nullish(),
    generatorOptions: generatorOptions.nullish(),
    patches: z.array(patch).nullish(),
    patchesStrategicMerge: z.array(z.string()).nullish(),
    patchesJson6902: z.array(patch.extend({ target }).strict()).nullish(),
  })
  .strict();

/** What a `kustomization.yaml` says, as far as the sandbox knows it. */
export type Kustomization = z.infer<typeof schema>;
export type GeneratorArgs = NonNullable<
  Kustomization['secretGenerator']
>[number];
export type GeneratorOptions = z.infer<typeof generatorOptions>;
export type PatchEntry = z.infer<typeof patch>;
export type PatchTarget = z.infer<typeof target>;
export type ImageEntry = NonNullable<Kustomization['images']>[number];

/** Parses a kustomization file; a field that the renderer does not know is an error, never silently left out. */
export function parseKustomization(text: string, where: string): Kustomization {
  const [document] = parseYaml(text, where);
  if (!isObject(document)) {
    throw new RenderError(`${where}: kustomization.yaml is empty`);
  }
  const result = schema.safeParse(document);
  if (result.success) {
    return result.data;
  }
  const [issue] = result.error.issues;
  const field = issue?.path.join('.') ?? '';
  if (issue?.code === 'unrecognized_keys') {
    const key = [...issue.path, issue.keys[0]].join('.');
    throw new RenderError(
      `${where}: the sandbox does not know kustomization field "${key}"`,
    );
  }
  throw new RenderError(
    `${where}: invalid Kustomization: ${field}: ${issue?.message}`,
  );
}
