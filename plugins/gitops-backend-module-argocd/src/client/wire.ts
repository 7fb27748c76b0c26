import { z } from 'zod';

// Go leaves out what is empty and writes nil slices and maps as null: every field can be absent or null.
const text = z
  .string()
  .nullish()
  .transform(value => value || undefined);
const texts = z
  .array(z.string())
  .nullish()
  .transform(value => value ?? []);
const textMap = z
  .record(z.string())
  .nullish()
  .transform(value => value ?? {});

function listOf<T extends z.ZodTypeAny>(item: T) {
  return z
    .array(item)
    .nullish()
    .transform((value): z.output<T>[] => value ?? []);
}

const metadata = z.object({
  name: z.string(),
  namespace: text,
  resourceVersion: text,
  labels: textMap,
  annotations: textMap,
  finalizers: texts,
});

const source = z.object({
  repoURL: text,
  path: text,
  chart: text,
  targetRevision: text,
  helm: z.object({ valueFiles: texts }).nullish(),
});

const initiatedBy = z
  .object({ username: text, automated: z.boolean().nullish() })
  .nullish();

const historyEntry = z.object({
  id: z.number().nullish(),
  revision: text,
  revisions: texts,
  deployStartedAt: text,
  deployedAt: text,
  initiatedBy,
});

const status = z.object({
  sync: z.object({ status: text, revision: text, revisions: texts }).nullish(),
  health: z.object({ status: text, message: text }).nullish(),
  history: listOf(historyEntry),
  operationState: z
    .object({
      phase: text,
      message: text,
      startedAt: text,
      finishedAt: text,
      operation: z.object({ initiatedBy }).nullish(),
    })
    .nullish(),
  summary: z.object({ images: texts, externalURLs: texts }).nullish(),
  conditions: listOf(z.object({ type: text, message: text })),
});

/** An `Application` as Argo CD answers it, reduced to what is used here; nothing but its name is certain. */
export const applicationSchema = z.object({
  metadata,
  spec: z
    .object({
      project: text,
      source: source.nullish(),
      sources: listOf(source),
      destination: z
        .object({ server: text, name: text, namespace: text })
        .nullish(),
      syncPolicy: z
        .object({
          automated: z.object({ enabled: z.boolean().nullish() }).nullish(),
        })
        .nullish(),
    })
    .nullish(),
  operation: z.object({ initiatedBy }).nullish(),
  status: status.nullish(),
});

export const applicationListSchema = z.object({
  items: listOf(applicationSchema),
});

export const projectSchema = z.object({
  metadata,
  spec: z
    .object({
      description: text,
      sourceRepos: texts,
      destinations: listOf(
        z.object({ server: text, name: text, namespace: text }),
      ),
    })
    .nullish(),
});

/** One message of `/api/v1/stream/applications`. */
export const streamMessageSchema = z.union([
  z.object({
    result: z.object({ type: z.string(), application: applicationSchema }),
  }),
  z.object({
    error: z.object({ message: text, http_code: z.number().nullish() }),
  }),
]);

export const manifestsSchema = z.object({ manifests: texts });

export const resourceTreeSchema = z.object({
  nodes: listOf(
    z.object({
      kind: text,
      group: text,
      namespace: text,
      name: text,
      images: texts,
      health: z.object({ status: text }).nullish(),
    }),
  ),
});

export const sessionSchema = z.object({ token: z.string().min(1) });

/** The error body of gRPC gateway. */
export const errorBodySchema = z.object({ message: z.string() });

/** @public */
export type ArgocdApplication = z.output<typeof applicationSchema>;
/** @public */
export type ArgocdProject = z.output<typeof projectSchema>;
/** @public */
export type ArgocdResourceTree = z.output<typeof resourceTreeSchema>;
