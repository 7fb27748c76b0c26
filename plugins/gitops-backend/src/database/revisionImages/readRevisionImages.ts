import type { Knex } from 'knex';
import { z } from 'zod';
import { inChunks } from '../inChunks';
import { parseJson } from '../parseJson';

const imagesSchema = z.array(z.string());

/** Images by key; keys that nobody resolved yet are absent. */
export async function readRevisionImages(
  knex: Knex,
  keys: readonly string[],
): Promise<ReadonlyMap<string, readonly string[]>> {
  const found = new Map<string, readonly string[]>();
  for (const chunk of inChunks(keys)) {
    const rows: readonly { key: string; images: string }[] = await knex(
      'revision_images',
    )
      .select('key', 'images')
      .whereIn('key', chunk);
    for (const row of rows) {
      const images = parseJson(imagesSchema, row.images);
      if (images) {
        found.set(row.key, images);
      }
    }
  }
  return found;
}
