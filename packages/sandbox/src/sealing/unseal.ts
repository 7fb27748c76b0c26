import {
  constants,
  createDecipheriv,
  privateDecrypt,
  type KeyObject,
} from 'node:crypto';
import { z } from 'zod';
import type { KubernetesObject } from '../render';

const sealedSecret = z.object({
  kind: z.literal('SealedSecret'),
  metadata: z.object({
    name: z.string().min(1),
    namespace: z.string().optional(),
    annotations: z.record(z.string()).optional(),
  }),
  spec: z.object({ encryptedData: z.record(z.string()) }),
});

/** The values of a SealedSecret; throws `no key could decrypt secret (…)` with the names of the fields that cannot be opened. */
export function unseal(
  object: KubernetesObject,
  privateKey: KeyObject,
): Readonly<Record<string, string>> {
  const parsed = sealedSecret.safeParse(object);
  if (!parsed.success) {
    throw new Error('the object is not a SealedSecret');
  }
  const { metadata, spec } = parsed.data;
  const label = labelOf(
    metadata.namespace ?? 'default',
    metadata.name,
    metadata.annotations,
  );
  const failed: string[] = [];
  const opened = Object.entries(spec.encryptedData).map(([field, value]) => {
    try {
      return [field, openValue(value, label, privateKey)] as const;
    } catch {
      failed.push(field);
      return [field, ''] as const;
    }
  });
  if (failed.length > 0) {
    throw new Error(`no key could decrypt secret (${failed.join(', ')})`);
  }
  return Object.fromEntries(opened);
}

/** What ties a value to its place: namespace and name, namespace, or nothing, by scope. */
function labelOf(
  namespace: string,
  name: string,
  annotations: Readonly<Record<string, string>> = {},
): string {
  const isSet = (scope: string) =>
    annotations[`sealedsecrets.bitnami.com/${scope}`] === 'true';
  if (isSet('cluster-wide')) {
    return '';
  }
  return isSet('namespace-wide') ? namespace : `${namespace}/${name}`;
}

/**
 * Format of sealed-secrets' `pkg/crypto`: length of the RSA part (2 bytes), RSA-OAEP of a session key with the label, then
 * AES-256-GCM of the value with a nonce of zeros.
 */
function openValue(
  value: string,
  label: string,
  privateKey: KeyObject,
): string {
  const bytes = Buffer.from(value, 'base64');
  const length = bytes.readUInt16BE(0);
  const session = privateDecrypt(
    {
      key: privateKey,
      padding: constants.RSA_PKCS1_OAEP_PADDING,
      oaepHash: 'sha256',
      oaepLabel: Buffer.from(label),
    },
    bytes.subarray(2, 2 + length),
  );
  const decipher = createDecipheriv('aes-256-gcm', session, Buffer.alloc(12));
  decipher.setAuthTag(bytes.subarray(-16));
  return Buffer.concat([
    decipher.update(bytes.subarray(2 + length, -16)),
    decipher.final(),
  ]).toString('utf8');
}
