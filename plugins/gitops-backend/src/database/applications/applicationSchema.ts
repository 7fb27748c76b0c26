import type { Application } from '@slipway/plugin-gitops-common';
import { z } from 'zod';

const text = z.string();
const optionalText = z.string().optional();
const revisions = z.array(text);

/** An application as the database keeps it. */
export const applicationSchema: z.ZodType<Application> = z.object({
  id: z.object({ instance: text, name: text, namespace: optionalText }),
  project: text,
  labels: z.record(text, text),
  destination: z.object({
    server: optionalText,
    name: optionalText,
    namespace: optionalText,
  }),
  sources: z.array(
    z.object({
      repoUrl: text,
      path: optionalText,
      chart: optionalText,
      targetRevision: optionalText,
      helmValueFiles: z.array(text).optional(),
    }),
  ),
  sync: z.object({
    state: z.enum(['synced', 'outOfSync', 'unknown']),
    revisions,
    automated: z.boolean(),
  }),
  health: z.object({
    state: z.enum([
      'healthy',
      'progressing',
      'degraded',
      'suspended',
      'missing',
      'unknown',
    ]),
    message: optionalText,
  }),
  operation: z
    .object({
      phase: z.enum(['running', 'terminating', 'succeeded', 'failed', 'error']),
      message: optionalText,
      startedAt: optionalText,
      finishedAt: optionalText,
      initiatedBy: optionalText,
    })
    .optional(),
  history: z.array(
    z.object({
      id: z.number(),
      revisions,
      startedAt: optionalText,
      deployedAt: text,
      initiatedBy: optionalText,
    }),
  ),
  liveImages: z.array(text),
  conditions: z.array(z.object({ type: text, message: text })),
  links: z.object({ engine: optionalText, external: z.array(text) }),
  version: z.string().regex(/^\d+$/),
  observedAt: text,
});
