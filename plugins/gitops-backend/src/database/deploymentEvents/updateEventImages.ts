import type { Knex } from 'knex';
import type { StoredDeploymentEvent } from './readDeploymentEvents';

/** Fills in the images of an event that has none yet. */
export async function updateEventImages(
  knex: Knex,
  event: StoredDeploymentEvent,
  images: readonly string[],
): Promise<void> {
  const { application } = event;
  await knex('deployment_events')
    .where({
      instance: application.instance,
      namespace: application.namespace ?? '',
      application: application.name,
      history_id: event.historyId,
      deployed_at: event.deployedAt,
    })
    .whereNull('images')
    .update({ images: JSON.stringify(images) });
}
