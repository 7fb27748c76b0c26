import { parseEntityRef, stringifyEntityRef } from '@backstage/catalog-model';
import { z } from 'zod';

const mostEntities = 100;
const text = z.string().min(1).max(253);
const optionalText = z
  .string()
  .max(2_000)
  .optional()
  .transform(value => value?.trim() || undefined);

const entityRefSchema = text.refine(isEntityRef, 'is no entity reference');

export const entityPathSchema = z
  .object({ kind: text, namespace: text, name: text })
  .transform(ref => stringifyEntityRef(ref));

export const summariesSchema = z.object({
  entityRefs: z.array(entityRefSchema).max(mostEntities),
});

export const changesSchema = z.object({
  entityRef: z.preprocess(
    value => (typeof value === 'string' ? [value] : value),
    z.array(entityRefSchema).min(1).max(mostEntities),
  ),
});

export const applicationsSchema = z.object({
  instance: optionalText,
  name: optionalText,
  selector: optionalText,
  namespace: optionalText,
  project: optionalText,
});

export const addressSchema = z.object({
  instance: text,
  name: text,
  namespace: optionalText,
});

export const revisionSchema = z.object({ revision: text });

const id = z.string().regex(/^[\w-]{1,64}$/, 'is no id');

export const pipelineCommandSchema = z.discriminatedUnion('type', [
  z.strictObject({ type: z.literal('retry'), pipelineId: id }),
  z.strictObject({ type: z.literal('play'), jobId: id }),
]);

export const environmentSchema = z.object({ environment: text });

function isEntityRef(ref: string): boolean {
  try {
    parseEntityRef(ref);
    return true;
  } catch {
    return false;
  }
}
