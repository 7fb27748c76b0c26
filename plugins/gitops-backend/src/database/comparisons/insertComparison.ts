import type { Comparison } from '@slipway/plugin-gitops-common';
import type { Knex } from 'knex';

export async function insertComparison(
  knex: Knex,
  key: string,
  comparison: Comparison,
): Promise<void> {
  await knex('comparisons')
    .insert({ key, comparison: JSON.stringify(comparison) })
    .onConflict('key')
    .ignore();
}
