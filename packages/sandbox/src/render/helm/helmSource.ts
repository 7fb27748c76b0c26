import { z } from 'zod';

/** `spec.source.helm` of an Argo CD application: the fields that the sandbox acts upon. */
export const helmSourceSchema = z
  .object({
    releaseName: z.string().optional(),
    valueFiles: z.array(z.string()).optional(),
    ignoreMissingValueFiles: z.boolean().optional(),
    values: z.string().optional(),
    valuesObject: z.record(z.unknown()).optional(),
    parameters: z
      .array(
        z.object({
          name: z.string(),
          value: z.string().optional(),
          forceString: z.boolean().optional(),
        }),
      )
      .optional(),
    skipCrds: z.boolean().optional(),
    namespace: z.string().optional(),
    kubeVersion: z.string().optional(),
    apiVersions: z.array(z.string()).optional(),
  })
  .passthrough();

/** How a chart is rendered. */
export type HelmSource = z.infer<typeof helmSourceSchema>;
