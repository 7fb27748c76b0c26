import { z } from 'zod';
import { yamlFiles } from './yamlFiles';

const projectSchema = z.object({
  metadata: z.object({ name: z.string() }),
  spec: z.object({
    destinations: z.array(z.object({ namespace: z.string() })),
    clusterResourceWhitelist: z.array(z.object({ kind: z.string() })),
    namespaceResourceBlacklist: z.array(z.object({ kind: z.string() })),
    syncWindows: z.array(z.object({ schedule: z.string() })).optional(),
    roles: z.array(
      z.object({
        name: z.string(),
        groups: z.array(z.string()),
        policies: z.array(z.string()),
      }),
    ),
  }),
});

/** The projects of one team in a rendered platform repository, one for each environment. */
export const projectsOf = (files: ReadonlyMap<string, string>, team: string) =>
  (yamlFiles(files).get(`projects/${team}.yaml`) ?? [])
    .filter(document => document !== null)
    .map(document => projectSchema.parse(document));
