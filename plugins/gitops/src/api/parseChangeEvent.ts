import type { ChangeEvent } from '@slipway/plugin-gitops-common';
import { z } from 'zod';

const schema = z.discriminatedUnion('type', [
  z.object({ type: z.literal('ready') }),
  z.object({ type: z.literal('changed'), entityRef: z.string() }),
]);

/** Undefined for a message that this version does not know: a newer backend must not stop the stream. */
export function parseChangeEvent(data: string): ChangeEvent | undefined {
  try {
    return schema.safeParse(JSON.parse(data)).data;
  } catch {
    return undefined;
  }
}
