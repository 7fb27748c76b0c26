import type { Application } from '@slipway/plugin-gitops-common';
import type { Knex } from 'knex';
import { inChunks } from '../inChunks';

/** Writes applications, except where another replica already wrote the same or a newer version. */
export async function upsertApplications(
  knex: Knex,
  applications: readonly Application[],
): Promise<void> {
  for (const chunk of inChunks(applications)) {
    await knex('applications')
      .insert(
        chunk.map(application => ({
          instance: application.id.instance,
          namespace: application.id.namespace ?? '',
          name: application.id.name,
          version: application.version,
          application: JSON.stringify(application),
        })),
      )
      .onConflict(['instance', 'namespace', 'name'])
      .merge(['version', 'application'])
      .whereRaw('excluded.version > applications.version');
  }
}
