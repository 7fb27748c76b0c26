import type { ApplicationId } from '@slipway/plugin-gitops-common';
import type { Knex } from 'knex';

/** Of each application the time and the highest id of its newest event. */
export async function readNewestEvents(knex: Knex): Promise<
  readonly {
    readonly application: ApplicationId;
    readonly deployedAt: string;
    readonly historyId: number;
  }[]
> {
  const newest = knex('deployment_events')
    .select('instance', 'namespace', 'application')
    .max({ deployed_at: 'deployed_at' })
    .groupBy('instance', 'namespace', 'application')
    .as('newest');
  const rows: readonly {
    instance: string;
    namespace: string;
    application: string;
    deployed_at: string;
    history_id: number | string;
  }[] = await knex('deployment_events')
    .join(newest, join => {
      for (const column of [
        'instance',
        'namespace',
        'application',
        'deployed_at',
      ]) {
        join.on(`deployment_events.${column}`, `newest.${column}`);
      }
    })
    .select(
      'newest.instance',
      'newest.namespace',
      'newest.application',
      'newest.deployed_at',
    )
    .max({ history_id: 'deployment_events.history_id' })
    .groupBy(
      'newest.instance',
      'newest.namespace',
      'newest.application',
      'newest.deployed_at',
    );
  return rows.map(row => ({
    application: {
      instance: row.instance,
      name: row.application,
      ...(row.namespace && { namespace: row.namespace }),
    },
    deployedAt: row.deployed_at,
    historyId: Number(row.history_id),
  }));
}
