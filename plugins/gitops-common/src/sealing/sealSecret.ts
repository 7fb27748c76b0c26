import { InputError } from '@backstage/errors';
import { checkSecretKey } from '../names';
import { readCertificate } from './readCertificate';
import { sealingAnnotations, type SealingTarget } from './SealingScope';
import { sealValue } from './sealValue';

/** @public */
export interface SealSecretInput extends SealingTarget {
  readonly certificatePem: string;
  /** Plaintext by key. */
  readonly data: Readonly<Record<string, string>>;
  /** Injected by tests. */
  readonly now?: Date;
}

/** A `SealedSecret` object for Git, as `kubeseal` writes it. @public */
export interface SealedSecretManifest {
  readonly apiVersion: 'bitnami.com/v1alpha1';
  readonly kind: 'SealedSecret';
  readonly metadata: SealedSecretMetadata;
  readonly spec: {
    readonly encryptedData: Readonly<Record<string, string>>;
    readonly template: {
      readonly metadata: SealedSecretMetadata;
      readonly type: 'Opaque';
    };
  };
}

/** @public */
export interface SealedSecretMetadata {
  readonly name: string;
  readonly namespace: string;
  readonly annotations?: Readonly<Record<string, string>>;
}

/**
 * Seals values with the cluster's certificate; the same in a browser and on a server. Throws `InputError` for what is not a
 * certificate, for an expired one and for a bad key; no error carries a value.
 * @public
 */
export async function sealSecret(
  input: SealSecretInput,
): Promise<SealedSecretManifest> {
  const keys = Object.keys(input.data);
  if (keys.length === 0) {
    throw new InputError('There is no value to seal');
  }
  for (const key of keys) {
    const problem = checkSecretKey(key);
    if (problem) {
      throw new InputError(problem);
    }
  }
  const { publicKey, notAfter } = await readCertificate(input.certificatePem);
  if (Date.parse(notAfter) <= (input.now ?? new Date()).getTime()) {
    throw new InputError(
      `Expired certificate: it was valid until ${notAfter}. Fetch the newest one from the cluster`,
    );
  }
  const sealed = await Promise.all(
    Object.entries(input.data).map(
      async ([key, value]) =>
        [key, await sealValue({ ...input, publicKey, value })] as const,
    ),
  );
  return sealedSecretManifest(input, Object.fromEntries(sealed));
}

/** The manifest around values that were sealed for exactly this target. @public */
export function sealedSecretManifest(
  target: SealingTarget,
  encryptedData: Readonly<Record<string, string>>,
): SealedSecretManifest {
  return {
    apiVersion: 'bitnami.com/v1alpha1',
    kind: 'SealedSecret',
    metadata: metadataOf(target),
    spec: {
      encryptedData,
      template: { metadata: metadataOf(target), type: 'Opaque' },
    },
  };
}

function metadataOf(target: SealingTarget): SealedSecretMetadata {
  const annotations = sealingAnnotations(target.scope);
  return {
    name: target.name,
    namespace: target.namespace,
    ...(Object.keys(annotations).length > 0 && { annotations }),
  };
}
