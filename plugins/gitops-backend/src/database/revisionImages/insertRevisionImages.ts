import type { Knex } from 'knex';

/** Keeps the images of a revision; what another replica already wrote stays. */
export async function insertRevisionImages(
  knex: Knex,
  key: string,
  images: readonly string[],
): Promise<void> {
  await knex('revision_images')
    .insert({ key, images: JSON.stringify(images) })
    .onConflict('key')
    .ignore();
}
