import { InputError } from '@backstage/errors';
import { z } from 'zod';

/** What came in as the schema says. Throws `InputError` that names every part that is wrong. */
export function parse<T>(schema: z.ZodType<T>, value: unknown): T {
  const result = schema.safeParse(value);
  if (!result.success) {
    throw new InputError(
      result.error.issues
        .map(issue =>
          [issue.path.join('.'), issue.message].filter(Boolean).join(': '),
        )
        .join('; '),
    );
  }
  return result.data;
}
