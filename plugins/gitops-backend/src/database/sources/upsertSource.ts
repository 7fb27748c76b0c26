import type { Knex } from 'knex';

/** Remembers when data of an instance arrived; never moves backwards. */
export async function upsertSource(
  knex: Knex,
  source: { readonly instance: string; readonly observedAt: string },
): Promise<void> {
  await knex('sources')
    .insert({ instance: source.instance, observed_at: source.observedAt })
    .onConflict('instance')
    .merge(['observed_at'])
    .whereRaw('excluded.observed_at > sources.observed_at');
}
