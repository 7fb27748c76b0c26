import type { Application } from '@slipway/plugin-gitops-common';
import type { Knex } from 'knex';

/** Deletes applications, except where another replica wrote a newer version since. */
export async function deleteApplications(
  knex: Knex,
  applications: readonly Application[],
): Promise<void> {
  for (const { id, version } of applications) {
    await knex('applications')
      .where({
        instance: id.instance,
        namespace: id.namespace ?? '',
        name: id.name,
      })
      .andWhere('version', '<=', version)
      .delete();
  }
}
