import { z } from 'zod';

const sealedSchema = z.object({
  environment: z.string(),
  namespace: z.string(),
  name: z.string(),
  encryptedData: z.record(z.string(), z.string()),
});

const schema = z.object({
  fingerprint: z.string().optional(),
  keys: z.array(z.string()).default([]),
  sealed: z.array(sealedSchema).default([]),
});

/** One environment's values, each sealed for exactly this name and namespace. */
export type SealedForEnvironment = z.infer<typeof sealedSchema>;

/**
 * What the field leaves in the form: names and sealed values, never a plaintext. `keys` without `sealed` means that sealing is
 * not finished.
 */
export type SealedSecretsData = z.infer<typeof schema>;

/** The form's data for the field, or nothing where there is none (or something else). */
export function readSealedSecretsData(
  data: unknown,
): SealedSecretsData | undefined {
  const { data: parsed } = schema.safeParse(data);
  return parsed && parsed.keys.length > 0 ? parsed : undefined;
}
