import { z } from 'zod';

const stringMap = z.record(z.string());

const gitGeneratorSchema = z
  .object({
    repoURL: z.string(),
    revision: z.string().optional(),
    directories: z
      .array(z.object({ path: z.string(), exclude: z.boolean().optional() }))
      .optional(),
    requeueAfterSeconds: z.number().optional(),
    values: stringMap.optional(),
  })
  .passthrough();

const generatorSchema = z
  .object({
    git: gitGeneratorSchema.optional(),
    list: z
      .object({ elements: z.array(z.record(z.unknown())).default([]) })
      .passthrough()
      .optional(),
  })
  .passthrough();

/** An ApplicationSet: what the sandbox reads of one. */
export const applicationSetSchema = z.object({
  metadata: z.object({ name: z.string(), namespace: z.string().optional() }),
  spec: z
    .object({
      goTemplate: z.boolean().default(false),
      goTemplateOptions: z.array(z.string()).default([]),
      generators: z.array(generatorSchema),
      template: z
        .object({
          metadata: z.object({ name: z.string() }).passthrough(),
          spec: z.record(z.unknown()),
        })
        .passthrough(),
      syncPolicy: z
        .object({
          applicationsSync: z
            .enum(['create-only', 'create-update', 'create-delete', 'sync'])
            .default('sync'),
          preserveResourcesOnDeletion: z.boolean().default(false),
        })
        .passthrough()
        .default({}),
    })
    .passthrough(),
});

export type ApplicationSet = z.infer<typeof applicationSetSchema>;
export type Generator = z.infer<typeof generatorSchema>;
export type GitGenerator = z.infer<typeof gitGeneratorSchema>;
