import type {
  ApplicationHistoryEntry,
  ApplicationId,
} from '@slipway/plugin-gitops-common';
import type { Knex } from 'knex';
import { inChunks } from '../inChunks';

export interface NewDeploymentEvent {
  readonly application: ApplicationId;
  readonly entry: ApplicationHistoryEntry;
  readonly environment?: string;
}

/** Appends what is not in the log yet; an event that is there stays as it is. */
export async function insertDeploymentEvents(
  knex: Knex,
  events: readonly NewDeploymentEvent[],
): Promise<void> {
  for (const chunk of inChunks(events)) {
    await knex('deployment_events')
      .insert(
        chunk.map(({ application, entry, environment }) => ({
          instance: application.instance,
          namespace: application.namespace ?? '',
          application: application.name,
          history_id: entry.id,
          deployed_at: entry.deployedAt,
          environment: environment ?? null,
          revisions: JSON.stringify(entry.revisions),
        })),
      )
      .onConflict([
        'instance',
        'namespace',
        'application',
        'history_id',
        'deployed_at',
      ])
      .ignore();
  }
}
