import {
  type DatabaseService,
  resolvePackagePath,
} from '@backstage/backend-plugin-api';
import type { Knex } from 'knex';

export const migrationsDirectory = () =>
  resolvePackagePath('@slipway/plugin-gitops-backend', 'migrations');

/** The plugin's database, migrated unless the installation migrates by itself. */
export async function openDatabase(database: DatabaseService): Promise<Knex> {
  const knex = await database.getClient();
  if (!database.migrations?.skip) {
    await knex.migrate.latest({ directory: migrationsDirectory() });
  }
  return knex;
}
