import type { Application } from '@slipway/plugin-gitops-common';
import type { Knex } from 'knex';
import { parseJson } from '../parseJson';
import { applicationSchema } from './applicationSchema';

/** Every application of the given engines; rows that an older release wrote differently are left out. */
export async function readApplications(
  knex: Knex,
  instances: readonly string[],
): Promise<readonly Application[]> {
  const rows: readonly { application: string }[] = await knex('applications')
    .select('application')
    .whereIn('instance', instances);
  return rows
    .map(row => parseJson(applicationSchema, row.application))
    .filter(application => application !== undefined);
}
