import type { Comparison } from '@slipway/plugin-gitops-common';
import type { Knex } from 'knex';
import { z } from 'zod';
import { parseJson } from '../parseJson';

const comparisonSchema: z.ZodType<Comparison> = z.object({
  commits: z.array(
    z.object({
      sha: z.string(),
      title: z.string(),
      authorName: z.string().optional(),
      authoredAt: z.string().optional(),
      webUrl: z.string().optional(),
    }),
  ),
  diverged: z.boolean(),
  webUrl: z.string().optional(),
});

export async function readComparison(
  knex: Knex,
  key: string,
): Promise<Comparison | undefined> {
  const row: { comparison: string } | undefined = await knex('comparisons')
    .select('comparison')
    .where({ key })
    .first();
  return parseJson(comparisonSchema, row?.comparison ?? null);
}
