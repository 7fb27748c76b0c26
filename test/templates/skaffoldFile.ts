import { z } from 'zod';
import { yamlFile } from './yamlFiles';

const skaffoldSchema = z.object({
  build: z.object({
    artifacts: z.array(
      z.object({ image: z.string(), context: z.string().optional() }).strict(),
    ),
  }),
  deploy: z.record(
    z.object({
      hooks: z.object({
        before: z.array(
          z.object({
            host: z.object({
              command: z.tuple([z.literal('sh'), z.literal('-ec'), z.string()]),
            }),
          }),
        ),
      }),
    }),
  ),
  portForward: z.array(
    z
      .object({
        resourceType: z.literal('service'),
        resourceName: z.string(),
        namespace: z.string(),
        port: z.literal(80),
        localPort: z.number(),
      })
      .strict(),
  ),
});

/** What development with Skaffold is made of; throws for anything that is not expected there. */
export function skaffoldFile(
  files: ReadonlyMap<string, string>,
): z.infer<typeof skaffoldSchema> {
  return skaffoldSchema.parse(yamlFile(files, 'skaffold.yaml'));
}
