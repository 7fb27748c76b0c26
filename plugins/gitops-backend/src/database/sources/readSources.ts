import type { Knex } from 'knex';

/** When data of each engine instance last arrived, ISO 8601. */
export async function readSources(
  knex: Knex,
): Promise<ReadonlyMap<string, string>> {
  const rows: readonly { instance: string; observed_at: string }[] = await knex(
    'sources',
  ).select('instance', 'observed_at');
  return new Map(rows.map(row => [row.instance, row.observed_at]));
}
