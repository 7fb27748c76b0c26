import { sealValue } from '@slipway/plugin-gitops-common';
import type { SealedSecretsValue } from './anInput';

/** A key pair as the cluster's controller would have it. */
export interface SealingKeyPair {
  readonly publicKey: CryptoKey;
  /** PKCS #8, for `kubeseal --recovery-unseal`. */
  readonly privateKeyPem: string;
}

/** Makes a key pair of 2048 bits: half of the controller's size, a fraction of the time. */
export async function aSealingKeyPair(): Promise<SealingKeyPair> {
  const { publicKey, privateKey } = await crypto.subtle.generateKey(
    {
      name: 'RSA-OAEP',
      hash: 'SHA-256',
      modulusLength: 2048,
      publicExponent: new Uint8Array([1, 0, 1]),
    },
    true,
    ['encrypt', 'decrypt'],
  );
  const der = await crypto.subtle.exportKey('pkcs8', privateKey);
  const lines =
    Buffer.from(der)
      .toString('base64')
      .match(/.{1,64}/g) ?? [];
  return {
    publicKey,
    privateKeyPem: [
      '-----BEGIN PRIVATE KEY-----',
      ...lines,
      '-----END PRIVATE KEY-----',
      '',
    ].join('\n'),
  };
}

/** What the wizard's field `GitopsSealedSecrets` gives for values typed into it. */
export async function sealedFor(options: {
  readonly name: string;
  readonly environments: readonly string[];
  readonly values: Readonly<Record<string, string>>;
  readonly publicKey: CryptoKey;
}): Promise<SealedSecretsValue> {
  const { name, environments, values, publicKey } = options;
  const sealed = environments.map(async environment => {
    const target = {
      scope: 'strict' as const,
      namespace: `${name}-${environment}`,
      name: `${name}-secrets`,
    };
    const entries = Object.entries(values).map(
      async ([key, value]) =>
        [key, await sealValue({ ...target, publicKey, value })] as const,
    );
    return {
      environment,
      namespace: target.namespace,
      name: target.name,
      encryptedData: Object.fromEntries(await Promise.all(entries)),
    };
  });
  return {
    fingerprint: 'ab'.repeat(32),
    keys: Object.keys(values),
    sealed: await Promise.all(sealed),
  };
}
