import type { z } from 'zod';

/** A JSON column as its schema says, or undefined when an older release wrote it differently. */
export function parseJson<T>(
  schema: z.ZodType<T>,
  text: string | null,
): T | undefined {
  if (text === null) {
    return undefined;
  }
  try {
    return schema.safeParse(JSON.parse(text)).data;
  } catch {
    return undefined;
  }
}
