import {
  readCertificate,
  sealSecret,
  type SealingCertificate,
} from '@slipway/plugin-gitops-common';
import { errorMessage } from '../../describe';
import type { SecretRow } from './SecretRow';
import type { SealedSecretsData } from './SealedSecretsData';
import { sealingTarget } from './sealingTarget';

/** With what the values of one environment were sealed. */
export interface SealedWith {
  readonly environment: string;
  readonly fingerprint: string;
  /** When the certificate became valid, ISO 8601. */
  readonly notBefore: string;
}

/** Which environment's certificate could not be had, and why. */
export class CertificateError extends Error {
  constructor(environment: string, cause: unknown) {
    super(
      `The certificate of ${environment} cannot be read: ${errorMessage(cause)}`,
      { cause },
    );
    this.name = 'CertificateError';
  }
}

/** Seals every row for every environment. The plaintext goes no further than this. */
export async function sealRows(options: {
  readonly rows: readonly SecretRow[];
  readonly component: string;
  readonly environments: readonly string[];
  readonly certificateOf: (environment: string) => Promise<SealingCertificate>;
}): Promise<{
  readonly data: SealedSecretsData;
  readonly sealedWith: readonly SealedWith[];
}> {
  const { rows, component, environments, certificateOf } = options;
  const results = await Promise.all(
    environments.map(async environment => {
      const { pem } = await certificateOf(environment).catch(error => {
        throw new CertificateError(environment, error);
      });
      const target = sealingTarget(component, environment);
      const { fingerprint, notBefore } = await readCertificate(pem);
      const manifest = await sealSecret({
        ...target,
        certificatePem: pem,
        data: Object.fromEntries(
          rows.map(row => [
            row.key,
            row.byEnvironment ? (row.values[environment] ?? '') : row.value,
          ]),
        ),
      });
      return {
        sealed: {
          environment,
          namespace: target.namespace,
          name: target.name,
          encryptedData: { ...manifest.spec.encryptedData },
        },
        sealedWith: { environment, fingerprint, notBefore },
      };
    }),
  );
  const fingerprints = new Set(
    results.map(({ sealedWith }) => sealedWith.fingerprint),
  );
  return {
    data: {
      fingerprint: [...fingerprints].join(','),
      keys: rows.map(({ key }) => key),
      sealed: results.map(({ sealed }) => sealed),
    },
    sealedWith: results.map(({ sealedWith }) => sealedWith),
  };
}
